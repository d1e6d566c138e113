using System.Collections.Immutable;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Observation;

namespace Windlass.Operator.Working;

/// <summary>What came of running a step. Closed.</summary>
internal abstract record StepResult
{
    private StepResult()
    {
    }

    /// <summary>The node as a command left it; of a step on the load balancers, which changes nothing there, as it was before. Null: it was not looked at.</summary>
    public NodeObservation? Observation { get; init; }

    /// <summary>It ended well.</summary>
    /// <param name="Drains">Drains that are ours now.</param>
    public sealed record Done(ImmutableArray<DrainRecord> Drains) : StepResult;

    /// <summary>Some way was made; the next observation tells how far.</summary>
    /// <param name="Drains">Drains that are ours now.</param>
    public sealed record NotYet(ImmutableArray<DrainRecord> Drains) : StepResult;

    /// <summary>Its command ended badly.</summary>
    /// <param name="ExitCode">Exit code.</param>
    /// <param name="Output">Last lines.</param>
    public sealed record Failed(int ExitCode, string Output) : StepResult;

    /// <summary>What became of it is not known: the node does not answer.</summary>
    /// <param name="Message">For people.</param>
    public sealed record Lost(string Message) : StepResult;

    /// <summary>The node declined it: a newer leader was there, or it cannot run steps at all. Asking again soon is of no use.</summary>
    /// <param name="Message">For people.</param>
    public sealed record Refused(string Message) : StepResult;
}
