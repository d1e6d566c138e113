using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Releases;

/// <summary>A source package that must never move as a side effect of a component's upgrade.</summary>
public sealed record HeldSourcePackage
{
    /// <summary>Debian source package.</summary>
    [Description("Debian source package.")]
    [Length(2, 100), Pattern(PatternAttribute.PackageName)]
    public required string SourcePackage { get; init; }

    /// <summary>Why.</summary>
    [Description("Why it is left alone; shown when an installation would move it.")]
    [Length(1, 300)]
    public required string Reason { get; init; }
}
