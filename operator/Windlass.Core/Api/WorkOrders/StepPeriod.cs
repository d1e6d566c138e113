using System.ComponentModel;

namespace Windlass.Core.Api.WorkOrders;

/// <summary>A time in which a node had one step in hand, at work on it or held by one thing.</summary>
public sealed record StepPeriod
{
    /// <summary>Kind of step.</summary>
    [Description("Kind of step.")]
    public required string Name { get; init; }

    /// <summary>Component.</summary>
    [Description("Component meant; empty for steps on the node as a whole.")]
    public string Component { get; init => field = value ?? ""; } = "";

    /// <summary>What held it.</summary>
    [Description("What it waited for that was none of its own work, as in status.step.heldBy; empty: it was at work.")]
    public string HeldBy { get; init => field = value ?? ""; } = "";

    /// <summary>Tries.</summary>
    [Description("Tries up to its end; 0: it was only waited for.")]
    public int Attempt { get; init; }

    /// <summary>Begin.</summary>
    [Description("When this began.")]
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>End.</summary>
    [Description("When something else, or nothing, followed.")]
    public required DateTimeOffset EndTime { get; init; }
}
