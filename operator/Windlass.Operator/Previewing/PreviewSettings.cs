using System.Collections.Immutable;

namespace Windlass.Operator.Previewing;

/// <summary>What to preview and how to reach it.</summary>
internal sealed record PreviewSettings
{
    /// <summary>Files and folders of manifests.</summary>
    public required ImmutableArray<string> Files { get; init; }

    /// <summary>Objects of this namespace count, and those that name none.</summary>
    public required string Namespace { get; init; }

    /// <summary>The upgrade to preview; null: the only one there is.</summary>
    public string? Upgrade { get; init; }

    /// <summary>Private key for every node, whatever its secretRef says.</summary>
    public required string KeyFile { get; init; }

    /// <summary>ssh_config of the site; null: none.</summary>
    public string? SshConfigFile { get; init; }
}
