using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.LoadBalancing;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Tests.Plugin;

public sealed class StatusTextTests
{
    [Fact]
    public void RunAtWork_Of_IsATreeWithAgesDrainsAndTheExpectedEnd()
    {
        var status = Runs.Status(Runs.Working) with
        {
            Eta = Runs.Now.AddMinutes(3),
            OpenSchemaWindows = [new SchemaWindow { Component = "nova", Since = Runs.Now.AddSeconds(-42) }],
        };

        var text = Text(Runs.Sight(Runs.Upgrade(status: status), [Working("ctl1"), Runs.Order("ctl2", null)]));

        Assert.Contains("ClusterUpgrade lab/to-birch: alder -> birch   UpgradeInProgress", text, StringComparison.Ordinal);
        Assert.Contains("[#####---------------] 1/4 nodes, 1 in work; at work for 10m, ETA", text, StringComparison.Ordinal);
        Assert.Contains("(in 3m)", text, StringComparison.Ordinal);
        Assert.Contains("\n  keystone      1/1        done", text, StringComparison.Ordinal);
        Assert.Contains("\n  nova          0/1        in work\n    ctl1             controller rack-a       90s  Install (try 2), 3 sessions left\n", text, StringComparison.Ordinal);
        Assert.Contains("schema window of nova open for 42s", text, StringComparison.Ordinal);
        Assert.Contains("out of rotation: ctl1 from nova_api (windlass)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", text, StringComparison.Ordinal);
    }

    [Fact]
    public void StalledNode_Of_NamesItItsReasonAndTheMessage()
    {
        var stalled = Runs.Is("Stalled", ConditionStatus.True, "AptLocked", "dpkg is locked by apt (pid 7)");
        var status = Runs.Status(Runs.Is("Ready", ConditionStatus.False, "NodesStalled", "ctl1: dpkg is locked"), Runs.Is("Stalled", ConditionStatus.True, "NodesStalled")) with
        {
            BlockedOn = [new Blocker { Name = "ctl1", Reason = "AptLocked", Message = stalled.Message }],
        };
        var order = Runs.Order("ctl1", new NodeUpgradeStatus { Conditions = [stalled], Step = Runs.Step("Install", "nova", 6), Components = [new ComponentStatus { Name = "nova", State = ComponentState.InWork }] });

        var text = Text(Runs.Sight(Runs.Upgrade(status: status), [order]));

        Assert.Contains("NodesStalled (stalled)", text, StringComparison.Ordinal);
        Assert.Contains("Install stalled: AptLocked (try 6)", text, StringComparison.Ordinal);
        Assert.Contains("ctl1: AptLocked: dpkg is locked by apt (pid 7)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void NoOperatorYet_Of_SaysSo() =>
        Assert.Contains("no operator has seen it yet", Text(Runs.Sight(Runs.Upgrade(), [])), StringComparison.Ordinal);

    [Fact]
    public void Pause_Of_IsShownWhileItLives()
    {
        var live = new PauseRequest { Requester = "ann", Reason = "storage", Role = "compute", Until = Runs.Now.AddMinutes(1) };
        var over = new PauseRequest { Requester = "bob", Reason = "lunch", Until = Runs.Now };

        var text = Text(Runs.Sight(Runs.Upgrade("to-birch", Runs.Status(Runs.Working), live, over), []));

        Assert.Contains("paused by ann for compute: storage (until ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("bob", text, StringComparison.Ordinal);
    }

    /// <summary>Thousands of nodes in work do not flood a terminal.</summary>
    [Fact]
    public void ManyNodesInWork_Of_CountsTheRest()
    {
        var text = Text(Runs.Sight(Runs.Upgrade(status: Runs.Status(Runs.Working)), [.. Enumerable.Range(100, 50).Select(i => Working($"cmp{i}"))]));

        Assert.Contains("and 38 more nodes", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Colours_Of_OnlyAddWhatATerminalHides()
    {
        var sight = Runs.Sight(Runs.Upgrade(status: Runs.Status(Runs.Working)), [Working("ctl1")]);
        var painted = StatusText.Of(StatusDocument.Of(sight), sight.Now, new Ink(IsOn: true));

        Assert.NotEqual(Text(sight), painted);
        Assert.Equal(Text(sight), System.Text.RegularExpressions.Regex.Replace(painted, "\u001b\\[[0-9]+m", ""));
    }

    private static string Text(RunSight sight) => StatusText.Of(StatusDocument.Of(sight), sight.Now, new Ink(IsOn: false));

    private static NodeUpgrade Working(string node) => Runs.Order(node, new NodeUpgradeStatus
    {
        Conditions = [Runs.Working],
        Step = Runs.Step("Install", "nova", 2),
        SessionsRemaining = 3,
        Components =
        [
            new ComponentStatus { Name = "keystone", State = ComponentState.AtTarget, DoneTime = Runs.Now.AddMinutes(-4) },
            new ComponentStatus { Name = "nova", State = ComponentState.InWork },
        ],
        Drains = [new DrainStatus { Instance = "ctl2", Backend = "nova_api", Server = node, Before = AdminState.Ready }],
    });
}
