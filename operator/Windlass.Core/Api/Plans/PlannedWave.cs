using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Plans;

/// <summary>Nodes that are granted work at the same time.</summary>
public sealed record PlannedWave
{
    /// <summary>What is done.</summary>
    [Description("Stage of the upgrade, as status.stage will name it.")]
    public required string Stage { get; init; }

    /// <summary>Components in work.</summary>
    [Description("Components in work, separated by commas, when the stage has such.")]
    public string Components { get; init => field = value ?? ""; } = "";

    /// <summary>Who moves.</summary>
    [Description("Names of the nodes; one entry \"*\" stands for all of the plan.")]
    [Items(20000)]
    public ImmutableArray<string> Nodes { get; init => field = value.OrEmpty(); } = [];
}
