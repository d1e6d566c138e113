using System.Collections.Immutable;
using Windlass.Core.Planning.Gates;
using Windlass.Core.Planning.Plans;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>Where an upgrade stands: closed set, from which its conditions follow.</summary>
internal abstract record UpgradeSituation
{
    private UpgradeSituation()
    {
    }

    /// <summary>What was asked of gates on the way here.</summary>
    public GateBook Gates { get; init; } = GateBook.None;

    /// <summary>It cannot be done as declared; a person must change something.</summary>
    public sealed record Refused(string Reason, string Message) : UpgradeSituation;

    /// <summary>Another upgrade of the namespace goes first.</summary>
    public sealed record WaitingForLock(string Message) : UpgradeSituation;

    /// <summary>Some nodes were not seen yet.</summary>
    public sealed record Observing(string Message) : UpgradeSituation;

    /// <summary>Preflight checks fail.</summary>
    public sealed record PreflightFailed(string Message) : UpgradeSituation;

    /// <summary>Checks have passed, and a person must approve the plan, or what has been added to it.</summary>
    public sealed record AwaitingApproval(PlanReview Review) : UpgradeSituation;

    /// <summary>Nodes are being worked on.</summary>
    public sealed record Working(string Reason, string Stage, ImmutableArray<string> Components, string Message) : UpgradeSituation
    {
        /// <summary>What does not begin because nodes are stalled; null: that holds up nothing else.</summary>
        public string? Hold { get; init; }
    }

    /// <summary>Nothing is in work, and no maintenance window lets anything begin.</summary>
    public sealed record WaitingForWindow(string Message) : UpgradeSituation;

    /// <summary>More satellites are stalled than people would put up with, and no other node is in work.</summary>
    public sealed record BudgetSpent(string Message) : UpgradeSituation;

    /// <summary>A gate has been shut for longer than people would put up with, and no node is in work.</summary>
    public sealed record HeldByGate(string Stage, string Message) : UpgradeSituation;

    /// <summary>Somebody asked for a pause.</summary>
    public sealed record Paused(string Message, bool IsQuiet) : UpgradeSituation;

    /// <summary>Every node is at the target.</summary>
    public sealed record Done(string Reason, string Message) : UpgradeSituation;

    /// <summary>It was aborted, and nothing of it is left on any node.</summary>
    public sealed record Aborted(string Message) : UpgradeSituation;

    /// <summary>The object is being deleted or aborted, but a component is down for its schema and must come back first: on these nodes work goes on.</summary>
    public sealed record FinishingHalted(string Message, ImmutableArray<string> Nodes) : UpgradeSituation;

    /// <summary>The object is being deleted or aborted.</summary>
    public sealed record Finalizing(string Message, bool IsGivenBack) : UpgradeSituation;
}
