using System.Collections.Immutable;

namespace Windlass.Operator.Previewing;

/// <summary>Where manifests are, and which of them are meant.</summary>
internal record ManifestSource
{
    /// <summary>Files and folders of manifests.</summary>
    public required ImmutableArray<string> Files { get; init; }

    /// <summary>Objects of this namespace count, and those that name none.</summary>
    public required string Namespace { get; init; }

    /// <summary>The upgrade that is meant; null: the only one there is.</summary>
    public string? Upgrade { get; init; }
}
