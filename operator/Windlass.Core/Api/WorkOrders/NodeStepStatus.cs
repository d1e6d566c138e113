using System.ComponentModel;

namespace Windlass.Core.Api.WorkOrders;

/// <summary>The step in hand.</summary>
public sealed record NodeStepStatus
{
    /// <summary>Kind of step.</summary>
    [Description("Kind of step.")]
    public required string Name { get; init; }

    /// <summary>Component.</summary>
    [Description("Component meant; empty for steps on the node as a whole.")]
    public string Component { get; init => field = value ?? ""; } = "";

    /// <summary>Identity on the node.</summary>
    [Description("Identity of the step: the name of its folder below /var/lib/windlass/steps on the node. Empty for steps on load balancers.")]
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>Since when it is wanted.</summary>
    [Description("Since when the step is wanted; a retry does not move it.")]
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>Try.</summary>
    [Description("Which try this is; 0 while it is only waited for.")]
    public int Attempt { get; init; }
}
