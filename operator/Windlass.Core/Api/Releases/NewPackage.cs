using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Releases;

/// <summary>A package that this release split off another one and that nothing depends on: an upgrade alone would lose its daemon.</summary>
public sealed record NewPackage
{
    /// <summary>Binary package to install.</summary>
    [Description("Binary package to install.")]
    [Length(2, 100), Pattern(PatternAttribute.PackageName)]
    public required string Package { get; init; }

    /// <summary>Where.</summary>
    [Description("Binary package of the component: it goes to the nodes that have this one.")]
    [Length(2, 100), Pattern(PatternAttribute.PackageName)]
    public required string Beside { get; init; }
}
