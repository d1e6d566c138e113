using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;

namespace Windlass.Operator.Plugin;

/// <summary>Whether somebody who waits for an upgrade has an answer. Closed: every case is nested here.</summary>
/// <param name="Message">What the upgrade says of itself.</param>
internal abstract record WaitVerdict(string Message)
{
    /// <summary>It has reached its target.</summary>
    public sealed record Ready(string Message) : WaitVerdict(Message);

    /// <summary>It needs a person, or was given up.</summary>
    public sealed record Stalled(string Message) : WaitVerdict(Message);

    /// <summary>Somebody has paused it, and it is quiet now.</summary>
    public sealed record Paused(string Message) : WaitVerdict(Message);

    /// <summary>It goes on by itself.</summary>
    public sealed record NotYet(string Message) : WaitVerdict(Message);

    /// <summary>Reads the conditions; those of an older spec are no answer.</summary>
    public static WaitVerdict Of(ClusterUpgrade upgrade)
    {
        if (upgrade.Status is not { } status || status.ObservedGeneration != (upgrade.Metadata.Generation ?? 0))
        {
            return new NotYet("not looked at yet");
        }

        var conditions = status.Conditions.ToDictionary(condition => condition.Type);
        var ready = conditions.GetValueOrDefault("Ready");
        var said = ready is null ? "not looked at yet" : $"{ready.Reason}: {ready.Message}";
        return ready switch
        {
            { Status: ConditionStatus.True } => new Ready(said),
            { Reason: "Aborted" } when status.CompletionTime is not null => new Stalled(said),
            _ when conditions.GetValueOrDefault("Stalled") is { Status: ConditionStatus.True } => new Stalled(said),
            _ when conditions.GetValueOrDefault("Paused") is { Status: ConditionStatus.True } => new Paused(said),
            _ => new NotYet(said),
        };
    }
}
