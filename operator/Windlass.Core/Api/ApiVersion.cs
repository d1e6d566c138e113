namespace Windlass.Core.Api;

/// <summary>Group and version of every kind of this project.</summary>
public static class ApiVersion
{
    /// <summary>The group.</summary>
    public const string Group = "windlass.dev";

    /// <summary>The version.</summary>
    public const string Version = "v1alpha1";

    /// <summary>As objects carry it.</summary>
    public const string Full = Group + "/" + Version;
}
