using System.ComponentModel;

namespace Windlass.Core.Api.WorkOrders;

/// <summary>The step in hand, and how long it was really in hand: what it waited for others, for people or for the node to answer is counted apart.</summary>
public sealed record NodeStepStatus
{
    /// <summary>What holds a step of a node that does not answer.</summary>
    public const string Silent = nameof(Silent);

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

    /// <summary>What it is held by now.</summary>
    [Description("What it waits for now that is none of its own work: Silent (the node does not answer), or a reason such as MinHealthyGuard or AptLocked; empty: it is at work.")]
    public string HeldBy { get; init => field = value ?? ""; } = "";

    /// <summary>Since when it is held by that.</summary>
    [Description("Since when it waits for that.")]
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>Time held before.</summary>
    [Description("Milliseconds that it waited before for what was none of its own work: they count towards no deadline of the step.")]
    public long HeldMilliseconds { get; init; }

    /// <summary>How long the step was at work: since it is wanted, without what it was held by.</summary>
    /// <param name="now">The operator's time.</param>
    internal TimeSpan ActiveFor(DateTimeOffset now) => (HeldSince ?? now) - StartTime - TimeSpan.FromMilliseconds(HeldMilliseconds);

    /// <summary>How long it waits for what it waits for now; zero while it is at work.</summary>
    /// <param name="now">The operator's time.</param>
    internal TimeSpan HeldFor(DateTimeOffset now) => HeldSince is { } since ? now - since : TimeSpan.Zero;

    /// <summary>When its time at work, or that of the wait it is in, comes to a limit, if nothing changes.</summary>
    /// <param name="limit">The limit.</param>
    public DateTimeOffset DeadlineAfter(TimeSpan limit) => HeldSince is { } since ? since + limit : StartTime + TimeSpan.FromMilliseconds(HeldMilliseconds) + limit;

    /// <summary>The same step, held by something or by nothing any more.</summary>
    /// <param name="by">What holds it; empty: nothing.</param>
    /// <param name="now">The operator's time.</param>
    internal NodeStepStatus Held(string by, DateTimeOffset now) => by == HeldBy ? this : this with
    {
        HeldBy = by,
        HeldSince = by.Length == 0 ? null : now,
        HeldMilliseconds = HeldMilliseconds + (long)HeldFor(now).TotalMilliseconds,
    };
}
