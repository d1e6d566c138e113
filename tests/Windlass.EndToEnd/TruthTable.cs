using System.Text.Json.Nodes;
using Windlass.EndToEnd.Harness;

namespace Windlass.EndToEnd;

/// <summary>What Ready, Reconciling, Stalled and Paused may say together, and what kstatus makes of it, in each state of a recorded watch.</summary>
internal static class TruthTable
{
    /// <summary>Conditions that a run turns True once, and never back.</summary>
    private static readonly string[] Milestones = ["Ready", "PreflightPassed", "PlanApproved", "PackagesStaged", "ControlPlaneUpgraded", "DataPlaneUpgraded"];

    /// <summary>Each state fits its row.</summary>
    public static void AssertRows(IReadOnlyList<JsonNode> states)
    {
        Assert.NotEmpty(states);
        foreach (var state in states)
        {
            AssertRow(state);
        }
    }

    /// <summary>A run that nothing disturbs: it fits the table, no condition flutters, and it ends well.</summary>
    public static void AssertFollowed(IReadOnlyList<JsonNode> states)
    {
        AssertRows(states);
        Assert.Contains(states, state => Conditions.Of(state, "Reconciling").Length > 0);
        var last = states[^1];
        Assert.Equal("True/UpgradeSucceeded", Conditions.Of(last, "Ready"));
        Assert.Equal(last["metadata"]!["generation"]!.GetValue<int>(), last["status"]!["observedGeneration"]!.GetValue<int>());
        AssertNothingFlutters([.. states.Where(state => state["status"]?["conditions"] is not null)]);
    }

    private static void AssertNothingFlutters(JsonNode[] states)
    {
        foreach (var type in Milestones)
        {
            var isTrue = states.Select(state => Conditions.Of(state, type).StartsWith("True/", StringComparison.Ordinal)).ToArray();
            Assert.True(isTrue.SequenceEqual(isTrue.Order()), $"{type}: {string.Join(" ", states.Select(state => Conditions.Of(state, type)))}");
        }

        Assert.All(states, state => Assert.Equal("False/NotPaused", Conditions.Of(state, "Paused")));
        Assert.All(states, state => Assert.Equal("False/AsExpected", Conditions.Of(state, "Degraded")));

        // At work from the first look to the end, without a gap.
        var isWorking = states.Select(state => Conditions.Of(state, "Reconciling").Length > 0).ToArray();
        Assert.True(isWorking.SequenceEqual(isWorking.OrderDescending()), "Reconciling came and went");

        // What comes and goes by its nature changes only with what it tells of: the open windows stand in the same status.
        Assert.All(states, state => Assert.Equal(
            (state["status"]!["openSchemaWindows"]?.AsArray().Count ?? 0) > 0, Conditions.Of(state, "SchemaConverged") == "False/MixedSchema"));
    }

    private static void AssertRow(JsonNode state)
    {
        var (ready, reconciling, stalled) = (Conditions.Of(state, "Ready"), Conditions.Of(state, "Reconciling"), Conditions.Of(state, "Stalled"));
        var row = $"Ready {ready}, Reconciling {reconciling}, Stalled {stalled}, Paused {Conditions.Of(state, "Paused")}, kstatus {Kstatus.Of(state)}";
        if (state["status"]?["conditions"] is null)
        {
            Assert.Equal(-1, state["status"]!["observedGeneration"]!.GetValue<int>());
            Assert.Equal(Kstatus.InProgress, Kstatus.Of(state));
            return;
        }

        Assert.True(reconciling is "" || reconciling.StartsWith("True/", StringComparison.Ordinal), row);
        Assert.True(stalled is "" || stalled.StartsWith("True/", StringComparison.Ordinal), row);
        Assert.False(reconciling.Length > 0 && stalled.Length > 0, row);
        var (activity, kstatus) = RowOf(ready);
        Assert.True(activity == (reconciling.Length > 0 ? "Reconciling" : stalled.Length > 0 ? "Stalled" : ""), row);
        Assert.True(ready == "False/Paused" == (Conditions.Of(state, "Paused") == "True/PauseRequested"), row);

        // A newer spec than the one told of, and the end, go before every row.
        var isOld = state["status"]!["observedGeneration"]!.GetValue<int>() != state["metadata"]!["generation"]!.GetValue<int>();
        var isEnding = state["metadata"]!["deletionTimestamp"] is not null;
        Assert.True(Kstatus.Of(state) == (isEnding ? Kstatus.Terminating : isOld ? Kstatus.InProgress : kstatus), row);
    }

    /// <summary>Which of Reconciling and Stalled is there, and what kstatus says, by Ready.</summary>
    private static (string Activity, string Kstatus) RowOf(string ready) => ready switch
    {
        "True/UpgradeSucceeded" or "True/AlreadyAtTarget" => ("", Kstatus.Current),
        "False/UpgradeInProgress" => ("Reconciling", Kstatus.InProgress),
        "False/AwaitingApproval" or "False/WaitingForWindow" or "False/WaitingForLock" or "False/Paused" => ("", Kstatus.InProgress),
        "False/PreflightFailed" or "False/NodesStalled" or "False/FailureBudgetExhausted" or "False/HealthGateFailed" or "False/InvalidSpec"
            or "False/UnsupportedUpgradePath" or "False/DowngradeRefused" => ("Stalled", Kstatus.Failed),
        _ => throw new InvalidOperationException($"no row for Ready {ready}"),
    };
}
