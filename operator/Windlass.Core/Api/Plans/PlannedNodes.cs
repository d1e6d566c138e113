using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Plans;

/// <summary>Nodes that are alike: the same components and packages, in the same state.</summary>
public sealed record PlannedNodes
{
    /// <summary>Their names.</summary>
    [Description("Names of the nodes.")]
    [Items(20000)]
    public ImmutableArray<string> Names { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Their roles.</summary>
    [Description("Roles of the nodes, separated by commas.")]
    public string Roles { get; init => field = value ?? ""; } = "";

    /// <summary>Components to upgrade.</summary>
    [Description("Components that are not at the target here.")]
    [Items(100)]
    public ImmutableArray<string> Components { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Packages to change.</summary>
    [Description("Packages of these components, from the installed version to the target's.")]
    [Items(2000)]
    public ImmutableArray<PlannedPackage> Packages { get; init => field = value.OrEmpty(); } = [];
}
