using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Tests.Planning;

/// <summary>Each component's upgrade check is run on one node, and no other node's report lets the run begin before.</summary>
public sealed class UpgradeCheckTurnTests
{
    [Fact]
    public void FirstOfItsRole_Of_AsksForEveryComponentInTheirOrder()
    {
        var ask = Assert.IsType<UpgradeCheckTurn.Ask>(UpgradeCheckTurn.Of(View("ctl2", "glance", "keystone"), [Peer("ctl3"), Peer("cmp01", "compute")]));

        Assert.Equal(["keystone", "glance"], ask.Question.Components.Select(component => component.Asked.Name));
        Assert.Equal(["keystone-status", "upgrade", "check"], ask.Question.Components[0].Check.Run);
        Assert.Contains("keystone", ask.Question.Components[0].Asked.Packages);
    }

    [Fact]
    public void EarlierNodeHasNotReported_Of_Waits() => Assert.Equal(new UpgradeCheckTurn.Wait("ctl1"), UpgradeCheckTurn.Of(View("ctl2", "keystone"), [Peer("ctl1")]));

    [Fact]
    public void EarlierNodeHasIt_Of_LeavesItToThatOne() =>
        Assert.IsType<UpgradeCheckTurn.Nothing>(UpgradeCheckTurn.Of(View("ctl2", "keystone"), [Peer("ctl1") with { Behind = ["keystone"] }]));

    /// <summary>It is silent, has another set of services, or is at the target already.</summary>
    [Fact]
    public void EarlierNodeIsNotBehindWithIt_Of_AsksHere() =>
        Assert.IsType<UpgradeCheckTurn.Ask>(UpgradeCheckTurn.Of(View("ctl2", "keystone"), [Peer("ctl1") with { Behind = ["glance"] }]));

    /// <summary>New code has begun to move the database: what a check says now is not what it says before.</summary>
    [Fact]
    public void RunHasBegunElsewhere_Of_AsksNothing() =>
        Assert.IsType<UpgradeCheckTurn.Nothing>(UpgradeCheckTurn.Of(View("ctl2", "keystone"), [Peer("net1", "network") with { IsStarted = true }]));

    [Fact]
    public void NodeOfAnotherRole_Of_AsksNothing() => Assert.IsType<UpgradeCheckTurn.Nothing>(UpgradeCheckTurn.Of(View("cmp01", "nova"), []));

    [Fact]
    public void SkippedComponent_Of_IsNotChecked() =>
        Assert.IsType<UpgradeCheckTurn.Nothing>(UpgradeCheckTurn.Of(View("ctl2", "keystone") with { SkipComponents = ["keystone"] }, []));

    [Fact]
    public void NobodyHasLookedYet_PeerOf_IsUnknown()
    {
        var node = new NodeSight("ctl2").Node;
        var order = new NodeUpgrade { Metadata = new() { Name = "x" }, Spec = new NodeUpgradeSpec { UpgradeName = "x", NodeName = "ctl2", TargetRelease = "birch" } };

        Assert.Null(CheckPeer.Of(new() { Metadata = new() { Name = "ctl2" }, Spec = node.Spec }, order).Behind);
    }

    private static CheckPeer Peer(string name, string role = "controller") => new(name, [role], IsStarted: false, Behind: null);

    private static NodeView View(string node, params string[] withCheck)
    {
        var view = new NodeSight(node).View;
        return view with
        {
            Release = view.Release with
            {
                Components =
                [
                    .. view.Release.Components.Select(component => withCheck.Contains(component.Name)
                        ? component with { UpgradeCheck = new ComponentCommand { Run = [$"{component.Name}-status", "upgrade", "check"] } }
                        : component),
                ],
            },
        };
    }
}
