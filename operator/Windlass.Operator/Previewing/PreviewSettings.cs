namespace Windlass.Operator.Previewing;

/// <summary>What to preview and how to reach it.</summary>
internal sealed record PreviewSettings : ManifestSource
{
    /// <summary>Private key for every node, whatever its secretRef says.</summary>
    public required string KeyFile { get; init; }

    /// <summary>ssh_config of the site; null: none.</summary>
    public string? SshConfigFile { get; init; }
}
