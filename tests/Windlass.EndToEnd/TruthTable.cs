using System.Text.Json.Nodes;
using Windlass.EndToEnd.Harness;

namespace Windlass.EndToEnd;

/// <summary>What Ready, Reconciling and Stalled may say together, over a whole recorded run that ends well.</summary>
internal static class TruthTable
{
    public static void AssertFollowed(IReadOnlyList<JsonNode> states)
    {
        Assert.NotEmpty(states);
        foreach (var state in states)
        {
            AssertRow(state);
        }

        Assert.Contains(states, state => Conditions.Of(state, "Reconciling").Length > 0);
        var last = states[^1];
        Assert.Equal("True/UpgradeSucceeded", Conditions.Of(last, "Ready"));
        Assert.Equal(last["metadata"]!["generation"]!.GetValue<int>(), last["status"]!["observedGeneration"]!.GetValue<int>());

        // Ready is no flag that flutters: True is said once, at the end.
        var ready = states.Select(state => Conditions.Of(state, "Ready").StartsWith("True/", StringComparison.Ordinal)).ToArray();
        Assert.Equal(ready.Order(), ready);
    }

    private static void AssertRow(JsonNode state)
    {
        var ready = Conditions.Of(state, "Ready");
        var reconciling = Conditions.Of(state, "Reconciling");
        var stalled = Conditions.Of(state, "Stalled");
        var row = $"Ready {ready}, Reconciling {reconciling}, Stalled {stalled}";
        if (state["status"]?["conditions"] is null)
        {
            Assert.Equal(-1, state["status"]!["observedGeneration"]!.GetValue<int>());
            return;
        }

        Assert.True(reconciling is "" || reconciling.StartsWith("True/", StringComparison.Ordinal), row);
        Assert.True(stalled is "" || stalled.StartsWith("True/", StringComparison.Ordinal), row);
        Assert.False(reconciling.Length > 0 && stalled.Length > 0, row);
        Assert.True(reconciling is "" || ready is "False/UpgradeInProgress", row);
        Assert.True(!ready.StartsWith("True/", StringComparison.Ordinal) || (reconciling is "" && stalled is ""), row);
    }
}
