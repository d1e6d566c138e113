using System.Collections.Immutable;
using CsCheck;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Plans;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Reporting;
using Windlass.Core.Tests.Planning;
using Windlass.Core.Tests.Simulation;
using static Windlass.Core.Tests.Planning.Slots;

namespace Windlass.Core.Tests.Reporting;

/// <summary>The truth table of the contract, row by row.</summary>
public sealed class UpgradeConditionsTests
{
    private static readonly UpgradeSituation.Working Running = new("UpgradingControlPlane", "ControlPlane", ["keystone"], "control plane of keystone");

    [Fact]
    public void CreatedNotYetVisited_HasAGenerationThatCannotBeCurrent() =>
        Assert.Contains("observedGeneration: -1", File.ReadAllText(Path.Combine(Repository.Root, "crds", "clusterupgrades.yaml")), StringComparison.Ordinal);

    [Fact]
    public void Running_Of_IsReconciling() => AssertRow(Running, [Moving], "False UpgradeInProgress", "UpgradingControlPlane", null, "False NotPaused");

    [Fact]
    public void Observing_Of_IsReconciling() =>
        AssertRow(new UpgradeSituation.Observing("looking"), [Moving], "False UpgradeInProgress", "Observing", null, "False NotPaused");

    [Fact]
    public void AnotherUpgradeGoesFirst_Of_WaitsQuietly() =>
        AssertRow(new UpgradeSituation.WaitingForLock("first"), [Moving], "False WaitingForLock", null, null, "False NotPaused");

    [Fact]
    public void ChecksFail_Of_IsStalled()
    {
        var conditions = AssertRow(new UpgradeSituation.PreflightFailed("disk"), [Moving], "False PreflightFailed", null, "PreflightFailed", "False NotPaused");

        Assert.Equal("False ChecksFailed", Row(conditions, "PreflightPassed"));
    }

    [Fact]
    public void OneNodeFailsWhileOthersMove_Of_IsDegradedAndGoesOn()
    {
        var conditions = AssertRow(Running, [Moving, Stuck], "False UpgradeInProgress", "ProgressingWithRetry", null, "False NotPaused");

        Assert.Equal("True NodesFailed", Row(conditions, "Degraded"));
    }

    [Fact]
    public void OnlyAFailedNodeIsLeft_Of_IsStalled()
    {
        var conditions = AssertRow(Running, [Still, Stuck], "False NodesStalled", null, "NodesStalled", "False NotPaused");

        Assert.Contains("ctl2: RetriesExhausted of a test", conditions.First(condition => condition.Type == "Ready").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PauseAskedWithStepsInFlight_Of_IsPending() =>
        AssertRow(new UpgradeSituation.Paused("ops: lunch", IsQuiet: false), [Moving], "False UpgradeInProgress", "Verifying", null, "False PausePending");

    [Fact]
    public void PausedByPeople_Of_IsQuiet() =>
        AssertRow(new UpgradeSituation.Paused("ops: lunch", IsQuiet: true), [Still], "False Paused", null, null, "True PauseRequested");

    [Fact]
    public void GateShutForTooLong_Of_NeedsAPerson() =>
        AssertRow(new UpgradeSituation.HeldByGate("Satellites", "gate bus: 12,431 messages"), [Still], "False HealthGateFailed", null, "HealthGateFailed", "False NotPaused");

    [Fact]
    public void PlanNotApproved_Of_WaitsQuietly()
    {
        var review = new PlanReview { Hash = "sha256:1", IsApproved = false, Reason = "AwaitingApproval", Message = "read it" };

        var conditions = AssertRow(new UpgradeSituation.AwaitingApproval(review), [Still], "False AwaitingApproval", null, null, "False NotPaused");

        Assert.Equal("False AwaitingApproval", Row(conditions, "PlanApproved"));
        Assert.Equal("True ChecksPassed", Row(conditions, "PreflightPassed"));
    }

    [Fact]
    public void BadPath_Of_IsStalled() =>
        AssertRow(new UpgradeSituation.Refused("UnsupportedUpgradePath", "no way"), [Still], "False UnsupportedUpgradePath", null, "UnsupportedUpgradePath", "False NotPaused");

    [Fact]
    public void Done_Of_IsReady() => AssertRow(new UpgradeSituation.Done("UpgradeSucceeded", "all"), [Still], "True UpgradeSucceeded", null, null, "False NotPaused");

    [Fact]
    public void Deleting_Of_IsFinalizing() =>
        AssertRow(new UpgradeSituation.Finalizing("giving back", IsGivenBack: false), [Moving], "False Aborted", "Finalizing", null, "False NotPaused");

    /// <summary>After the end: which node, and what is different there.</summary>
    [Fact]
    public void DoneAndANodeDiffers_Of_IsDrifted()
    {
        var key = Component("keystone", ComponentState.Behind) with { Packages = [new PackageStatus { Name = "keystone", Version = "2:25", Target = "2:26" }] };
        var nova = Component("nova", ComponentState.InWork) with { Down = ["nova-api.service"] };
        var conditions = Of(
            new UpgradeSituation.Done("UpgradeSucceeded", "all"), [Slot("ctl1", "controller", Status(key)), Slot("ctl2", "controller", Status(nova)), Still]);

        Assert.Equal("True NodesDiffer", Row(conditions, "Drifted"));
        Assert.StartsWith(
            "ctl1: keystone is 2:25, not 2:26; ctl2: nova: nova-api.service does not run. ", conditions.First(condition => condition.Type == "Drifted").Message, StringComparison.Ordinal);
        Assert.Equal("False AsLeft", Row(Of(new UpgradeSituation.Done("UpgradeSucceeded", "all"), [Still]), "Drifted"));
        Assert.Null(Row(Of(Running, [Still]), "Drifted"));
    }

    /// <summary>Node, backend, HAProxy and state; what was left so is not meant.</summary>
    [Fact]
    public void DoneAndAServerIsOut_Of_IsDrifted()
    {
        var out1 = Out("ctl1", "keystone", RotationLoss.Drained);
        var conditions = Of(End, [Slot("ctl2", "controller", Status() with { OutOfRotation = [out1, out1 with { Instance = "ctl3" }, Out("ctl1", "glance", RotationLoss.Missing), Left] }), Still]);

        Assert.Equal("True ServersOutOfRotation", Row(conditions, "Drifted"));
        Assert.Equal(
            "ctl2: keystone is drained in HAProxy on ctl1, ctl3, glance has no server in HAProxy on ctl1. Nothing is repaired by itself: whoever took a server out gives it back",
            Message(conditions));
        Assert.Equal("True UpgradeSucceeded", Row(conditions, "Ready"));
        Assert.Equal("False AsLeft", Row(Of(End, [Slot("ctl2", "controller", Status() with { OutOfRotation = [Left] })]), "Drifted"));
        Assert.Null(Row(Of(Running, [Slot("ctl2", "controller", Status() with { OutOfRotation = [out1] })]), "Drifted"));
    }

    /// <summary>Unknown is never fine; what such an HAProxy said before is not known any more.</summary>
    [Fact]
    public void DoneAndAnHAProxyCannotBeRead_Of_IsUnknown()
    {
        var silent = Out("ctl1", "", RotationLoss.Unreadable) with { Server = "" };
        var slots = new[] { "ctl2", "ctl3" }.Select(name => Slot(name, "controller", Status() with { OutOfRotation = [silent, Out("ctl1", "keystone", RotationLoss.Down)] })).ToImmutableArray();
        Assert.Equal("Unknown HAProxyUnreadable", Row(Of(End, slots), "Drifted"));
        Assert.Equal("HAProxy on ctl1 cannot be read: what it does with the nodes is unknown; else every node is as the upgrade left it", Message(Of(End, slots)));

        var both = Of(End, [.. slots, Slot("ctl4", "controller", Status() with { OutOfRotation = [Out("ctl2", "nova", RotationLoss.InMaintenance)] })]);
        Assert.Equal("True ServersOutOfRotation", Row(both, "Drifted"));
        Assert.StartsWith("ctl4: nova is in maintenance in HAProxy on ctl2; HAProxy on ctl1 cannot be read", Message(both), StringComparison.Ordinal);
    }

    /// <summary>Its nodes are the later one's: the record of the earlier one must not page anybody for ever.</summary>
    [Fact]
    public void DoneAndALaterUpgradeHasBegun_Of_DriftIsTheLaterOnes()
    {
        ImmutableArray<NodeSlot> slots = [Slot("ctl2", "controller", Status() with { OutOfRotation = [Out("ctl1", "keystone", RotationLoss.Drained)] })];
        var view = View([]);
        var earlier = view.Upgrade with { Status = new() { StartTime = LabCloud.Start, CompletionTime = LabCloud.Start.AddHours(1) } };
        var later = view.Upgrade with { Metadata = view.Upgrade.Metadata with { Name = "later" }, Status = new() { StartTime = LabCloud.Start.AddHours(2) } };
        string? Drifted(params ClusterUpgrade[] all) => Row(
            UpgradeConditions.Of(view with { Upgrade = earlier, Upgrades = [.. all] }, slots, new SlotTally(slots), End, [], review: null, LabCloud.Start), "Drifted");

        Assert.Equal("True ServersOutOfRotation", Drifted(earlier));
        Assert.Equal("False AsLeft", Drifted(earlier, later));
        Assert.Equal("True ServersOutOfRotation", Drifted(earlier, later with { Status = new() }));
        Assert.Equal("True ServersOutOfRotation", Drifted(earlier, later with { Spec = later.Spec with { NodeSelector = ImmutableSortedDictionary<string, string>.Empty.Add("rack", "z") } }));
    }

    [Fact]
    public void NodeDoesNotAnswer_Of_IsDegraded() => Assert.Equal(
        "True NodesUnreachable",
        Row(Of(Running, [Slot("ctl3", "controller", Status().With("Reachable", "ConnectTimeout", ConditionStatus.False), Grant(WorkKind.Prepare))]), "Degraded"));

    [Fact]
    public void NewSchemaBesideOldCode_Of_IsMixed()
    {
        var conditions = Of(
            Running,
            [
                Slot("ctl1", "controller", Status(Component("keystone", ComponentState.Behind))),
                Slot("ctl2", "controller", Status(Component("keystone", ComponentState.AtTarget, SchemaPhase.Expand))),
            ]);

        Assert.Equal("False MixedSchema", Row(conditions, "SchemaConverged"));
        Assert.Equal("False ServicesBehind", Row(conditions, "ControlPlaneUpgraded"));
        Assert.Equal("True AllNodesAtTarget", Row(conditions, "DataPlaneUpgraded"));
    }

    [Fact]
    public void ThousandsOfNodesBehind_Of_NamesTwenty()
    {
        ImmutableArray<NodeSlot> slots = [.. Enumerable.Range(0, 2000).Select(number => Slot($"cmp{number:D4}", "compute", Status(Component("nova", ComponentState.Behind))))];

        var message = Of(Running, slots).First(condition => condition.Type == "DataPlaneUpgraded").Message;

        Assert.EndsWith("nova on cmp0019 and 1980 more", message, StringComparison.Ordinal);
    }

    /// <summary>Status the same, time the same: what people see as "since" is when it flipped, not when it was last written.</summary>
    [Fact]
    public void SameStatusLater_Of_KeepsItsTime()
    {
        var view = View([]);
        view = view with { Upgrade = view.Upgrade with { Status = new() { Conditions = Of(Running, [Moving]) } } };

        var later = UpgradeConditions.Of(view, [Moving], new SlotTally([Moving]), Running with { Reason = "UpgradingDataPlane" }, [], review: null, LabCloud.Start.AddHours(1));

        Assert.All(later, condition => Assert.Equal(LabCloud.Start, condition.LastTransitionTime));
    }

    [Fact]
    public void AnySituation_Of_NeverSaysReconcilingAndStalledAtOnce()
    {
        var situations = Gen.OneOf<UpgradeSituation>(
            Gen.String[0, 5].Select(text => (UpgradeSituation)new UpgradeSituation.Refused("InvalidSpec", text)),
            Gen.String[0, 5].Select(text => (UpgradeSituation)new UpgradeSituation.WaitingForLock(text)),
            Gen.String[0, 5].Select(text => (UpgradeSituation)new UpgradeSituation.Observing(text)),
            Gen.String[0, 5].Select(text => (UpgradeSituation)new UpgradeSituation.PreflightFailed(text)),
            Gen.String[0, 5].Select(text => (UpgradeSituation)(Running with { Message = text })),
            Gen.String[0, 5].Select(text => (UpgradeSituation)new UpgradeSituation.HeldByGate("Satellites", text)),
            Gen.Bool.Select(isQuiet => (UpgradeSituation)new UpgradeSituation.Paused("", isQuiet)),
            Gen.Bool.Select(isBack => (UpgradeSituation)new UpgradeSituation.Finalizing("", isBack)),
            Gen.String[0, 5].Select(text => (UpgradeSituation)new UpgradeSituation.Done("UpgradeSucceeded", text)));
        Gen.Select(situations, Gen.Int[0, 3].Array[0, 4]).Sample(
            (situation, kinds) =>
            {
                var types = Of(situation, [.. kinds.Select(kind => kind switch { 0 => Moving, 1 => Stuck, 2 => Still, _ => new NodeSlot(Node("new", "compute"), null) })])
                    .Select(condition => condition.Type).ToArray();
                Assert.False(types.Contains("Reconciling") && types.Contains("Stalled"));
                Assert.Equal(types.Distinct().Order(StringComparer.Ordinal), types);
                Assert.Contains("Ready", types);
            },
            iter: 500);
    }

    private static UpgradeSituation.Done End => new("UpgradeSucceeded", "all");

    private static OutOfRotation Left => Out("ctl2", "nova", RotationLoss.Down) with { IsLeftSo = true };

    private static OutOfRotation Out(string instance, string backend, RotationLoss state) => new() { Instance = instance, Backend = backend, Server = "its", State = state };

    private static string Message(ImmutableArray<Condition> conditions) => conditions.First(condition => condition.Type == "Drifted").Message;

    private static NodeSlot Moving => Slot("ctl1", "controller", Status().With("Reconciling", "Install"), Grant(WorkKind.Prepare));

    private static NodeSlot Stuck => Slot("ctl2", "controller", Status().With("Stalled", "RetriesExhausted"), Grant(WorkKind.Prepare));

    private static NodeSlot Still => Slot("ctl3", "controller", Status(), Grant(WorkKind.Prepare));

    private static ImmutableArray<Condition> Of(UpgradeSituation situation, ImmutableArray<NodeSlot> slots) =>
        UpgradeConditions.Of(View([]), slots, new SlotTally(slots), situation, [], (situation as UpgradeSituation.AwaitingApproval)?.Review, LabCloud.Start);

    private static ImmutableArray<Condition> AssertRow(
        UpgradeSituation situation, ImmutableArray<NodeSlot> slots, string ready, string? reconciling, string? stalled, string paused)
    {
        var conditions = Of(situation, slots);
        Assert.Equal(ready, Row(conditions, "Ready"));
        Assert.Equal(reconciling is null ? null : $"True {reconciling}", Row(conditions, "Reconciling"));
        Assert.Equal(stalled is null ? null : $"True {stalled}", Row(conditions, "Stalled"));
        Assert.Equal(paused, Row(conditions, "Paused"));
        return conditions;
    }

    private static string? Row(ImmutableArray<Condition> conditions, string type) =>
        conditions.FirstOrDefault(condition => condition.Type == type) is { } found ? $"{found.Status} {found.Reason}" : null;
}
