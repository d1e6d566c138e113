namespace Windlass.Testing.KubeServers;

/// <summary>The servers that the conformance suite holds against each other.</summary>
public enum ServerKind
{
    /// <summary>Ours.</summary>
    Embedded,

    /// <summary>Upstream's, of the version found: all built-in kinds and their rules.</summary>
    KubeApiserver,

    /// <summary>Upstream's code for custom kinds, of a late version (CEL, strict fields), with plain stores for the built-in ones.</summary>
    KubetestApiserver,
}
