using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Releases;

/// <summary>A package whose version tells the release of a node.</summary>
public sealed record RecognisedPackage
{
    /// <summary>Binary package.</summary>
    [Description("Binary package name.")]
    [Length(2, 100), Pattern(PatternAttribute.PackageName)]
    public required string Package { get; init; }

    /// <summary>Range of versions.</summary>
    [Description("Range of versions in dpkg's order, for example \">= 2:31~, << 2:32~\". Epochs matter: nova's is 2.")]
    [Length(1, 200)]
    public required string Version { get; init; }
}
