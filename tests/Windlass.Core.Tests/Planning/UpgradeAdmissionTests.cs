using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Tests.Simulation;
using static Windlass.Core.Tests.Planning.Slots;

namespace Windlass.Core.Tests.Planning;

/// <summary>Every refusal names what to do.</summary>
public sealed class UpgradeAdmissionTests
{
    /// <summary>Going on takes another object, in the same namespace.</summary>
    [Fact]
    public void FirstUpgradeIsAborted_Lock_IsFreeForTheNext()
    {
        var first = Upgrade() with { Metadata = Upgrade().Metadata with { Name = "first", CreationTimestamp = LabCloud.Start.AddHours(-1) }, Spec = Upgrade().Spec with { Abort = true } };
        var outcome = UpgradePlanner.Decide(View([Node("ctl1", "controller")], first), LabCloud.Start);
        var view = View([Node("ctl1", "controller")]);

        Assert.NotNull(UpgradeAdmission.Lock(view with { Upgrades = [view.Upgrade, first] }));
        Assert.Null(UpgradeAdmission.Lock(view with { Upgrades = [view.Upgrade, first with { Status = outcome.Status }] }));
        Assert.Equal("Aborted", outcome.Status.Conditions.First(condition => condition.Type == "Ready").Reason);
    }

    private static readonly ImmutableArray<ClusterNode> Nodes = [Node("ctl1", "controller")];

    [Fact]
    public void GoodDeclaration_IsAdmitted()
    {
        Assert.Null(UpgradeAdmission.Declaration(View(Nodes), [At("alder")]));
        Assert.Null(UpgradeAdmission.Path(View(Nodes), [At("alder"), At("birch")]));
        Assert.Null(UpgradeAdmission.Lock(View(Nodes)));
        Assert.Null(UpgradeAdmission.Retarget(View(Nodes)));
    }

    /// <summary>It named the target, as if the nodes were there already.</summary>
    [Fact]
    public void NodesNotSeenYet_From_IsEmpty()
    {
        Assert.Equal("", UpgradeAdmission.From(View(Nodes), [Slot("ctl1", "controller", null)]));
        Assert.Equal("alder", UpgradeAdmission.From(View(Nodes), [Slot("ctl1", "controller", null), At("alder"), At("birch")]));
        Assert.Equal("birch", UpgradeAdmission.From(View(Nodes), [At("birch")]));
    }

    [Fact]
    public void UnknownTarget_Declaration_NamesTheKnownOnes() => AssertRefused(
        "InvalidSpec", "known: alder, birch, cedar", UpgradeAdmission.Declaration(View(Nodes, Upgrade(new ClusterUpgradeSpec { TargetRelease = "dogwood" })), [At("alder")]));

    [Fact]
    public void ReleaseThatCannotBe_Declaration_SaysWhatIsWrongWithIt()
    {
        var broken = LabReleases.Birch with { Spec = LabReleases.Birch.Spec with { Components = [LabReleases.Birch.Spec.Components[1]] } };

        AssertRefused("InvalidSpec", "glance comes after keystone", UpgradeAdmission.Declaration(View(Nodes) with { Releases = [broken] }, [At("alder")]));
    }

    [Fact]
    public void NoNodeSelected_Declaration_SaysWhereToLook() => AssertRefused("InvalidSpec", "spec.nodeSelector", UpgradeAdmission.Declaration(View(Nodes), []));

    [Fact]
    public void RoleThatNobodyHas_Declaration_NamesIt()
    {
        var spec = new ClusterUpgradeSpec { TargetRelease = "birch" };
        spec = spec with { Strategy = spec.Strategy with { Satellites = spec.Strategy.Satellites.Add("storage", new SatelliteStrategy()) } };

        AssertRefused("InvalidSpec", "storage", UpgradeAdmission.Declaration(View(Nodes, Upgrade(spec)), [At("alder")]));
    }

    [Fact]
    public void TargetChangedInMidRun_Retarget_SaysHowToGoOn()
    {
        var order = Order("ctl1", Status(), Grant(WorkKind.Prepare));

        AssertRefused(
            "InvalidSpec",
            "set spec.targetRelease back, or delete this object",
            UpgradeAdmission.Retarget(View(Nodes, Upgrade(new ClusterUpgradeSpec { TargetRelease = "cedar" })) with { Orders = [order] }));
    }

    [Fact]
    public void OlderUpgradeIsActive_Lock_NamesIt()
    {
        var first = Upgrade() with { Metadata = Upgrade().Metadata with { Name = "first", CreationTimestamp = LabCloud.Start.AddDays(-1) } };

        var wait = Assert.IsType<UpgradeSituation.WaitingForLock>(UpgradeAdmission.Lock(View(Nodes) with { Upgrades = [first, Upgrade()] }));
        Assert.Contains("ClusterUpgrade first", wait.Message, StringComparison.Ordinal);
        Assert.Null(UpgradeAdmission.Lock(View(Nodes) with { Upgrades = [first with { Status = new() { CompletionTime = LabCloud.Start } }, Upgrade()] }));
    }

    /// <summary>A run that was stopped half-way, or that left components out, could never be gone on with: no release fitted the whole node.</summary>
    [Fact]
    public void NodesBetweenTwoReleases_Path_MayGoOn()
    {
        Assert.Null(UpgradeAdmission.Path(View(Nodes), [At("alder,birch")]));
        Assert.Equal("alder", UpgradeAdmission.From(View(Nodes), [At("alder,birch")]));
        AssertRefused("DowngradeRefused", "cedar is newer", UpgradeAdmission.Path(View(Nodes), [At("birch,cedar")]));
    }

    [Fact]
    public void PackagesFitNoRelease_Path_NamesTheNode() =>
        AssertRefused("UnsupportedUpgradePath", "the packages on ctl1", UpgradeAdmission.Path(View(Nodes), [At("")]));

    [Fact]
    public void TwoReleasesAtOnce_Path_SaysWhatMayBeFollowed() => AssertRefused(
        "UnsupportedUpgradePath", "it may follow birch", UpgradeAdmission.Path(View(Nodes, Upgrade(new ClusterUpgradeSpec { TargetRelease = "cedar" })), [At("alder")]));

    [Fact]
    public void NodesAreNewer_Path_RefusesTheDowngrade() => AssertRefused("DowngradeRefused", "cedar is newer than birch", UpgradeAdmission.Path(View(Nodes), [At("cedar")]));

    [Fact]
    public void NodesAreNewerByTwo_Path_RefusesTheDowngrade() => AssertRefused(
        "DowngradeRefused", "newer", UpgradeAdmission.Path(View(Nodes, Upgrade(new ClusterUpgradeSpec { TargetRelease = "alder" })), [At("cedar")]));

    private static NodeSlot At(string release) =>
        Slot("ctl1", "controller", Status(Component("keystone", ComponentState.Behind)) with { Release = release });

    private static void AssertRefused(string reason, string text, UpgradeSituation? situation)
    {
        var refused = Assert.IsType<UpgradeSituation.Refused>(situation);
        Assert.Equal(reason, refused.Reason);
        Assert.Contains(text, refused.Message, StringComparison.Ordinal);
    }
}
