using System.Collections.Immutable;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>Rule 6: whatever the operator's end falls into, the run comes to the end that it would have come to.</summary>
internal static class SameEnd
{
    private static readonly ImmutableArray<TroubleKind> Restart = [TroubleKind.OperatorRestarts];

    /// <summary>Has the run twice, without restarts and with up to five, and compares.</summary>
    /// <returns>What is broken; null: nothing.</returns>
    public static string? Broken(Scenario scenario, Func<Sabotage?> sabotage)
    {
        var plain = scenario.Build(sabotage());
        if (plain.ToTheEnd() is { } broken)
        {
            return broken;
        }

        var restarted = scenario.With(Restart, 1 + (int)(scenario.Seed % 5)).Build(sabotage());
        return restarted.ToTheEnd() is { } other ? $"rule 6: with restarts of the operator only: {other}\n{restarted.Cluster.Transcript()}"
            : plain.Outline() == restarted.Outline() ? null
            : $"rule 6: not the same end:\n{plain.Outline()}\nafter restarts of the operator:\n{restarted.Outline()}";
    }
}
