using System.Text.RegularExpressions;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Plans;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Plans;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Simulation;
using Windlass.Core.Tests.Projection;
using Windlass.Core.Tests.Simulation;
using Windlass.Core.Versions;
using static Windlass.Core.Tests.Planning.Slots;

namespace Windlass.Core.Tests.Planning;

/// <summary>Nothing begins before a person has named the hash of the plan as it is.</summary>
public sealed partial class PlanApprovalTests
{
    private static readonly ClusterUpgradeSpec Manual = new() { TargetRelease = "birch", Approval = new UpgradeApproval { Mode = ApprovalMode.Manual } };

    /// <summary>Waits, tells how to approve, and goes on when somebody did.</summary>
    [Fact]
    public void ManualApproval_Upgrade_TouchesNothingBefore()
    {
        var cluster = new LabCloud
        {
            Computes = 1,
            Spec = Manual,
            Settings = new SimulationSettings { Happenings = [new Happening(TimeSpan.FromSeconds(60), "somebody approves the plan", People.Approve)] },
        }.Build();

        cluster.Until(one => one.Now - one.Start > TimeSpan.FromSeconds(55));

        Assert.All(cluster.Objects.Orders, order => Assert.Empty(order.Spec.Grants));
        Assert.Equal("AwaitingApproval", cluster.Condition("Ready")!.Reason);
        Golden.Check("manual-approval", Digests().Replace(cluster.ToTheEnd().Transcript(), "HASH"));
    }

    [Fact]
    public void SixNodes_Plan_ReadsAsWritten() => Golden.Check("plan-object", Text(Planned(new LabCloud { Releases = LabReleases.Strict }.Build())));

    /// <summary>A sceptic's plan from his desk and the one in the cluster are the same.</summary>
    [Fact]
    public void PlanWithoutControlPlane_Hash_IsThatOfTheCluster()
    {
        var plan = Planned(new LabCloud().Build());
        var desk = new LabCloud { Spec = Manual }.Build().Project().Plan!;

        Assert.Equal(Text(plan), Text(desk));
        Assert.Equal(plan.Hash, desk.Hash);
    }

    /// <summary>Made of grants alone, and made of every step on every node: the same nodes in the same order.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(2, true)]
    public void AnyPlan_Waves_AreThoseOfTheProjection(int parallel, bool isStrict)
    {
        var cluster = new LabCloud
        {
            Computes = 5,
            Releases = isStrict ? LabReleases.Strict : LabReleases.All,
            Spec = Manual with { Strategy = new UpgradeStrategy { ControlPlane = new ControlPlaneStrategy { ParallelComponents = parallel } } },
        }.Build();

        var projection = cluster.Project();

        string[] expected = [.. projection.Waves.Select(wave => $"{wave.Stage} {wave.Components}: {string.Join(",", wave.Visits.Select(visit => visit.Node.Metadata.Name))}")];
        string[] planned = [.. projection.Plan!.Waves.Select(wave =>
            $"{wave.Stage} {wave.Components}: {string.Join(",", wave.Nodes is [PlannedRun.Everyone] ? projection.Plan.Nodes.SelectMany(group => group.Names).Order(StringComparer.Ordinal) : wave.Nodes)}")];
        Assert.Equal(expected, planned);
    }

    [Fact]
    public void LookedAtAgain_Plan_IsNotWrittenAgain()
    {
        var cluster = new LabCloud { Spec = Manual }.Build().Until(one => one.Objects.Plans.Length > 0);
        var first = cluster.Objects.Plans;

        cluster.Until(one => one.Now - one.Start > TimeSpan.FromMinutes(10));

        Assert.Equal(first, cluster.Objects.Plans);
    }

    /// <summary>An approved plan that is not the plan any more is not followed, and what is different is said.</summary>
    [Fact]
    public void PackageChangesAfterApproval_Upgrade_AsksAgainAndSaysWhatChanged()
    {
        var cluster = new LabCloud { Spec = Manual }.Build().Until(one => one.Condition("Ready")?.Reason == "AwaitingApproval");
        var approved = cluster.Objects.Upgrade.Status!.PlanHash!;
        var node = cluster.Node("ctl2");
        node.Machine = node.Machine.With([node.Machine.Packages["glance-api"] with { Version = new DebianVersion("2:28.1.0-2") }]);
        cluster.Until(one => one.Objects.Upgrade.Status!.PlanHash != approved, 100_000);

        cluster.Objects.Declare(Manual with { Approval = Manual.Approval with { PlanHash = approved } });
        cluster.Until(one => one.Condition("PlanApproved")!.Reason == "PlanChanged");

        var message = cluster.Condition("PlanApproved")!.Message;
        Assert.Contains("packages: + glance-api 2:28.1.0-2 -> known after staging", message, StringComparison.Ordinal);
        Assert.Contains($"kubectl patch cupg to-birch -n lab --type=merge -p '{{\"spec\":{{\"approval\":{{\"planHash\":\"{cluster.Objects.Upgrade.Status!.PlanHash}\"}}}}}}'", message, StringComparison.Ordinal);
        Assert.All(cluster.Objects.Orders, order => Assert.Empty(order.Spec.Grants));
        Assert.Equal(2, cluster.Objects.Plans.Length);
    }

    /// <summary>What the run itself changes (versions, states, the address) is no difference.</summary>
    [Fact]
    public void ApprovedAndBegun_Upgrade_StaysApproved()
    {
        var cluster = new LabCloud { Spec = Manual }.Build().Until(one => one.Condition("Ready")?.Reason == "AwaitingApproval");
        cluster.Approve();
        cluster.Until(one => one.Is("PlanApproved"));

        cluster.Until(one => one.Is("Ready") || !one.Is("PlanApproved"));

        Assert.True(cluster.Is("Ready"));
        Assert.Single(cluster.Objects.Plans);
    }

    /// <summary>A node that came later than the approval is left alone until a plan with it is approved.</summary>
    [Fact]
    public void NodeAddedInMidRun_Decide_LeavesItAloneUntilApproved()
    {
        var view = Begun(approved: "sha256:" + new string('a', 64), "cmp1");

        var outcome = UpgradePlanner.Decide(view, LabCloud.Start);

        Assert.Equal(WorkMode.Pause, outcome.Orders.Single(order => order.NodeName == "cmp2").Mode);
        Assert.Empty(outcome.Orders.Single(order => order.NodeName == "cmp2").Grants);
        Assert.NotEmpty(outcome.Orders.Single(order => order.NodeName == "cmp1").Grants);
        var condition = outcome.Status.Conditions.Single(one => one.Type == "PlanApproved");
        Assert.Equal((ConditionStatus.False, "PlanChanged"), (condition.Status, condition.Reason));
        Assert.Contains("cmp2", condition.Message, StringComparison.Ordinal);

        var amended = new UpgradePlan { Spec = outcome.Plan! };
        var approval = new UpgradeApproval { Mode = ApprovalMode.Manual, PlanHash = amended.Spec.Hash };
        var after = UpgradePlanner.Decide(
            view with { Plans = [.. view.Plans, amended], Upgrade = view.Upgrade with { Spec = view.Upgrade.Spec with { Approval = approval } } }, LabCloud.Start);

        Assert.Equal(WorkMode.Run, after.Orders.Single(order => order.NodeName == "cmp2").Mode);
        Assert.Null(after.Plan);
        Assert.Equal(["old"], after.OldPlans);
    }

    /// <summary>Nothing of what a person reads first may be lost when much has changed.</summary>
    [Fact]
    public void ThousandsOfNodesChange_Message_StillEndsWithTheCommand()
    {
        var view = Begun(approved: "sha256:" + new string('a', 64), [.. Enumerable.Range(0, 3000).Select(number => $"compute-with-a-long-name-{number:D4}.example.org")]);
        view = view with { Plans = [], Orders = [.. view.Orders.Select(order => order.Spec.NodeName == "cmp2" ? order : order with { Spec = order.Spec with { Grants = [] } }).Select((order, i) => i == 0 ? order with { Spec = order.Spec with { Grants = [Grant(WorkKind.Prepare)] } } : order)] };

        var message = UpgradePlanner.Decide(view, LabCloud.Start).Status.Conditions.Single(one => one.Type == "PlanApproved").Message;

        Assert.EndsWith("\"}}}'", message, StringComparison.Ordinal);
    }

    private static UpgradeView Begun(string approved, params string[] planned)
    {
        var spec = Manual with { Approval = Manual.Approval with { PlanHash = approved } };
        var behind = Status(Component("nova-agent", ComponentState.Behind)) with { IsPrepared = false };
        return View([.. planned.Append("cmp2").Select(name => Node(name, "compute"))], Upgrade(spec)) with
        {
            Orders = [.. planned.Select(name => Order(name, behind, Grant(WorkKind.Prepare))), Order("cmp2", behind)],
            Plans =
            [
                new UpgradePlan
                {
                    Metadata = new ObjectMeta { Name = "old" },
                    Spec = new UpgradePlanSpec
                    {
                        UpgradeName = "to-birch", Hash = approved, TargetRelease = "birch", ReleaseDigest = "", PolicyDigest = "", Nodes = [new PlannedNodes { Names = [.. planned] }],
                    },
                },
            ],
        };
    }

    /// <summary>Any edit of the lab's releases changes them.</summary>
    [GeneratedRegex("[0-9a-f]{10,64}")]
    private static partial Regex Digests();

    private static UpgradePlanSpec Planned(SimulatedCluster cluster) => cluster.Until(one => one.Objects.Plans.Length > 0).Objects.Plans[0].Spec;

    /// <summary>Digests are left out: any edit of the lab's releases would change them.</summary>
    private static string Text(UpgradePlanSpec plan) => string.Join('\n',
    [
        $"{plan.UpgradeName}: {plan.FromRelease} -> {plan.TargetRelease}, {plan.NodeCount} nodes",
        .. plan.Nodes.SelectMany(group => (IEnumerable<string>)
        [
            $"{string.Join(", ", group.Names)} ({group.Roles}): {string.Join(", ", group.Components)}",
            .. group.Packages.Select(package => $"  {package.Name} {package.From} -> {package.To}{(package.Expected.Length > 0 ? $" ({package.Expected})" : "")}"),
        ]),
        .. plan.Waves.Select((wave, i) => $"{i + 1,3} {wave.Stage} {wave.Components}: {string.Join(", ", wave.Nodes)}"),
        $"backends: {string.Join(", ", plan.Backends)}",
        $"away: {string.Join(", ", plan.ApisAway)}",
        $"stopped: {plan.StoppedBecause}",
        "",
    ]);
}
