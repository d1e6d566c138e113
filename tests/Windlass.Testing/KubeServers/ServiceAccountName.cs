namespace Windlass.Testing.KubeServers;

/// <summary>A ServiceAccount.</summary>
/// <param name="Namespace">Where it is.</param>
/// <param name="Name">Its name there.</param>
public sealed record ServiceAccountName(string Namespace, string Name)
{
    /// <summary>Groups that every token of it carries.</summary>
    public string[] Groups => ["system:serviceaccounts", $"system:serviceaccounts:{Namespace}", "system:authenticated"];

    /// <summary>Its name as a user.</summary>
    public string User => $"system:serviceaccount:{Namespace}:{Name}";
}
