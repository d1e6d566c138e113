using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Observation;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Queueing;
using Windlass.Operator.Resources;
using Windlass.Operator.Working;

namespace Windlass.Operator.Tests.Working;

/// <summary>What nodes are asked about the target before the first change: of their APT, and of the target's own checks.</summary>
public sealed class TargetPassTests
{
    /// <summary>Reading archives is dear: once for the same question, whatever the number of looks; and nothing begins on a bad answer.</summary>
    [Fact]
    public async Task TargetDoesNotResolve_Rounds_AskOnceAndTouchNothing()
    {
        var cloud = await Cloud.DeclaredAsync();
        var machine = cloud.Machines["ctl1"];
        machine.Resolution = machine.Resolution with { Installs = [new SimulatedInstall("key", null, [], ["precious"])] };
        await using var life = new OperatorLife(cloud);
        for (var round = 0; round < 8; round++)
        {
            await life.RoundAsync();
        }

        var message = (await cloud.UpgradeAsync()).Status!.Conditions.Single(condition => condition.Type == "Ready").Message;
        Assert.Contains("ctl1: TargetResolves: installing key on ctl1 would remove precious", message, StringComparison.Ordinal);
        Assert.All(cloud.Machines.Values, one => Assert.Equal((1, 0), (one.Resolutions, one.Steps.Count)));
    }

    /// <summary>Workers that all wait for an archive would be missing where nodes are drained.</summary>
    [Fact]
    public async Task ArchiveHangs_PassOfTheNextNode_ComesBackAndReportsNothingHalfKnown()
    {
        var cloud = await Cloud.DeclaredAsync();
        var (archive, hanging, next) = (new TaskCompletionSource(), cloud.Machines["ctl1"], cloud.Machines["ctl2"]);
        hanging.Archive = archive.Task;
        await using var life = new OperatorLife(cloud);
        await life.RoundAsync();
        await life.CatchUpAsync();
        await life.UpgradePassAsync();
        await life.CatchUpAsync();
        var (asking, looks) = (life.NodePassAsync("ctl1"), next.Observations);

        Assert.Equal(new Reconciled.RequeueAfter(TargetResolutions.RoomRecheck), await life.NodePassAsync("ctl2"));
        Assert.Null((await cloud.OrderAsync("ctl2")).Status);
        Assert.Equal((false, 0, looks + 1), (asking.IsCompleted, next.Resolutions, next.Observations));

        archive.SetResult();
        await asking;
        await life.NodePassAsync("ctl2");
        Assert.Equal((1, looks + 1), (next.Resolutions, next.Observations));
        Assert.NotNull((await cloud.OrderAsync("ctl2")).Status);
    }

    [Fact]
    public async Task CheckSkipped_Rounds_AskNoApt()
    {
        var cloud = await Cloud.DeclaredAsync();
        var upgrade = await cloud.UpgradeAsync();
        await Cloud.MustAsync(cloud.Api.ApplyAsync(
            Kinds.Upgrades, upgrade with { Spec = upgrade.Spec with { SkipChecks = [PreflightCheck.TargetResolves] } }, new ApplyOptions("test"), TestContext.Current.CancellationToken));
        await using var life = new OperatorLife(cloud);

        await life.FinishAsync();

        Assert.All(cloud.Machines.Values, one => Assert.Equal(0, one.Resolutions));
    }

    /// <summary>The new code says that it cannot start: on one node, before anything is touched anywhere.</summary>
    [Fact]
    public async Task UpgradeCheckFails_Rounds_AskOneNodeAndTouchNothingUntilItIsAccepted()
    {
        var cloud = await CheckedCloudAsync(2);
        await using var life = new OperatorLife(cloud);
        for (var round = 0; round < 8; round++)
        {
            await life.RoundAsync();
        }

        var message = (await cloud.UpgradeAsync()).Status!.Conditions.Single(condition => condition.Type == "Ready").Message;
        Assert.Contains("ctl1: UpgradeChecks: key-status upgrade check of birch answers 2: Details: no service user", message, StringComparison.Ordinal);
        Assert.Equal(["key"], cloud.Machines["ctl1"].Checked);
        Assert.Empty(cloud.Machines["ctl2"].Checked);
        Assert.All(cloud.Machines.Values, one => Assert.Empty(one.Steps));

        var upgrade = await cloud.UpgradeAsync();
        await Cloud.MustAsync(cloud.Api.ApplyAsync(
            Kinds.Upgrades, upgrade with { Spec = upgrade.Spec with { UpgradeChecks = new() { Accept = ["key"] } } }, new ApplyOptions("test"), TestContext.Current.CancellationToken));
        await life.FinishAsync();
        Assert.Contains("accepted by spec.upgradeChecks: key", (await cloud.UpgradeAsync()).Status!.Conditions.Single(condition => condition.Type == "PreflightPassed").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PreflightCheck.UpgradeChecks)]
    [InlineData(PreflightCheck.TargetResolves)]
    public async Task UpgradeChecksSkipped_Rounds_AskNobody(PreflightCheck skipped)
    {
        var cloud = await CheckedCloudAsync(2);
        var upgrade = await cloud.UpgradeAsync();
        await Cloud.MustAsync(cloud.Api.ApplyAsync(
            Kinds.Upgrades, upgrade with { Spec = upgrade.Spec with { SkipChecks = [skipped] } }, new ApplyOptions("test"), TestContext.Current.CancellationToken));
        await using var life = new OperatorLife(cloud);

        await life.FinishAsync();

        Assert.All(cloud.Machines.Values, one => Assert.Empty(one.Checked));
    }

    /// <summary>The second node is looked at first: were it to report before the first, the run could begin without the check.</summary>
    [Fact]
    public async Task EarlierNodeIsNotLookedAtYet_NodePass_KeepsItsReport()
    {
        var cloud = await CheckedCloudAsync(0);
        await using var life = new OperatorLife(cloud);
        while (!(await cloud.Api.GetAsync(Kinds.WorkOrders, new ResourceKey(Cloud.Space, "up-ctl2"), default)).TryGet(out _, out _))
        {
            await life.CatchUpAsync();
            await life.UpgradePassAsync();
        }

        await life.CatchUpAsync();
        await life.NodePassAsync("ctl2");
        Assert.True((await cloud.OrderAsync("ctl2")).Status is not { Conditions.IsEmpty: false });

        await life.NodePassAsync("ctl1");
        await life.CatchUpAsync();
        await life.NodePassAsync("ctl2");
        Assert.False((await cloud.OrderAsync("ctl2")).Status!.Conditions.IsEmpty);
        Assert.Equal((1, 0), (cloud.Machines["ctl1"].Checked.Count, cloud.Machines["ctl2"].Checked.Count));
    }

    /// <summary>Its target has an upgrade check, which answers this.</summary>
    private static async Task<Cloud> CheckedCloudAsync(int code)
    {
        var cloud = await Cloud.DeclaredAsync();
        var release = await Cloud.MustAsync(cloud.Api.GetAsync(Kinds.Releases, new ResourceKey(Cloud.Space, "birch"), default));
        var key = release.Spec.Components[0] with { UpgradeCheck = new ComponentCommand { Run = ["key-status", "upgrade", "check"], User = "key" } };
        await Cloud.MustAsync(cloud.Api.ApplyAsync(Kinds.Releases, release with { Spec = release.Spec with { Components = [key] } }, new ApplyOptions("test"), default));
        Assert.All(cloud.Machines.Values, machine => machine.Checks = [new UpgradeCheckResult.Ran("key", code, ["| Details: no service user |"])]);
        return cloud;
    }
}
