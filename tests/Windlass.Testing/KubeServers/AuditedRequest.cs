namespace Windlass.Testing.KubeServers;

/// <summary>A request that a server has answered, as its audit log has it.</summary>
/// <param name="User">Who asked.</param>
/// <param name="Verb">E.g. patch.</param>
/// <param name="Group">API group; empty for the core.</param>
/// <param name="Resource">Plural, with the subresource: clusternodes/status.</param>
/// <param name="Namespace">Empty for all.</param>
/// <param name="Name">Empty where a whole kind was asked for, or where the server made up the name.</param>
/// <param name="Code">HTTP status of the answer.</param>
public sealed record AuditedRequest(string User, string Verb, string Group, string Resource, string Namespace, string Name, int Code)
{
    /// <summary>An apply that made the object was asked about as create, too; only the answer tells.</summary>
    public bool IsCreatingPatch => Verb == "patch" && Code == 201;
}
