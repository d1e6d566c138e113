using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Observation;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Queueing;
using Windlass.Nodes;
using Windlass.Operator.Resources;
using Windlass.Operator.Working;

namespace Windlass.Operator.Tests.Working;

/// <summary>One pass over a node: what it looks at, what it writes, and when it comes back.</summary>
public sealed class NodePassTests
{
    [Fact]
    public async Task Step_ThatGoesWell_WritesOnce()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        var most = 0;
        for (var round = 0; round < 40; round++)
        {
            await life.CatchUpAsync();
            await life.UpgradePassAsync();
            foreach (var node in cloud.Machines.Keys)
            {
                await life.CatchUpAsync();
                cloud.Api.Calls.Clear();
                await life.NodePassAsync(node);
                most = Math.Max(most, cloud.Api.Calls.Count(call => call is { Verb: "apply-status", Plural: "nodeupgrades" }));
            }
        }

        Assert.Equal(1, most);
        Assert.NotNull((await cloud.UpgradeAsync()).Status!.CompletionTime);
    }

    /// <summary>What came of a step is written by the pass after it; when the node is silent by then, all the same.</summary>
    [Fact]
    public async Task NodeFallsSilentAfterAStep_NextPass_WritesWhatCameOfIt()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        while (!cloud.Machines["ctl1"].Steps.Contains("Stage"))
        {
            await life.RoundAsync();
        }

        var before = (await cloud.OrderAsync("ctl1")).Status!.StepsRun;
        cloud.Machines["ctl1"].Silence = new NodeFailure(NodeFailureKind.Unreachable, "gone for a while");
        await life.NodePassAsync("ctl1");

        Assert.Equal(before + 1, (await cloud.OrderAsync("ctl1")).Status!.StepsRun);
    }

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

    /// <summary>Taking a server out changes nothing on its node.</summary>
    [Fact]
    public async Task Drain_PassAfterIt_DoesNotLookAtTheNodeAgain()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        while (!cloud.Machines["ctl1"].Steps.Contains("Stage") || (await cloud.OrderAsync("ctl1")).Status!.Step?.Name != "Drain")
        {
            await life.RoundAsync();
        }

        // A round lets time pass, in which people may have been at work.
        cloud.Time.Pass(-TimeSpan.FromSeconds(5));

        var before = cloud.Machines["ctl1"].Observations;
        await life.NodePassAsync("ctl1");

        Assert.Contains("StopAndHold", cloud.Machines["ctl1"].Steps);
        Assert.Equal(before, cloud.Machines["ctl1"].Observations);
    }

    /// <summary>A step's answer ends with a look at what it left behind: one exchange for a step.</summary>
    [Fact]
    public async Task Command_PassAfterIt_DoesNotLookAtTheNodeAgain()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        while (!cloud.Machines["ctl1"].Steps.Contains("StopAndHold"))
        {
            await life.RoundAsync();
        }

        cloud.Time.Pass(-TimeSpan.FromSeconds(5));

        var before = cloud.Machines["ctl1"].Observations;
        await life.NodePassAsync("ctl1");

        Assert.Contains("Install", cloud.Machines["ctl1"].Steps);
        Assert.Equal(before, cloud.Machines["ctl1"].Observations);
    }

    [Fact]
    public async Task NothingChanged_FurtherRounds_WriteNothing()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        await life.FinishAsync();
        await life.RoundAsync();
        await life.RoundAsync();
        await life.CatchUpAsync();

        // The time of the last look is written once a minute: it is fresh now.
        await life.NodePassAsync("ctl1");
        await life.NodePassAsync("ctl2");
        await life.CatchUpAsync();
        cloud.Api.Calls.Clear();

        await life.UpgradePassAsync();
        await life.NodePassAsync("ctl1");
        await life.NodePassAsync("ctl2");

        // Events are told in their own time: the last of the run may come only now.
        Assert.All(cloud.Api.Calls.Where(call => call.Plural != "events"), call => Assert.Equal("get", call.Verb));
    }

    [Fact]
    public async Task ApiUnavailable_NodePass_FailsAndIsRetriedInsteadOfRestingForMinutes()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        await life.RoundAsync();
        await life.RoundAsync();
        await life.CatchUpAsync();
        cloud.Api.Fault = _ => new ApiFailure.Unavailable("down for a while");

        Assert.IsType<Reconciled.Failed>(await life.NodePassAsync("ctl1"));

        cloud.Api.Fault = null;
        await life.FinishAsync();
        Assert.All(cloud.Machines.Values, machine => Assert.Equal(Machine.WholeUpgrade, machine.Steps));
    }

    [Fact]
    public async Task NodeObeysNewerLeader_Step_IsNotAskedAgainSoon()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        await life.RoundAsync();
        await life.RoundAsync();
        await life.CatchUpAsync();
        await life.UpgradePassAsync();
        await life.CatchUpAsync();
        cloud.Machines["ctl1"].NewestFence = 99;

        var outcome = Assert.IsType<Reconciled.RequeueAfter>(await life.NodePassAsync("ctl1"));

        Assert.True(outcome.Delay >= TimeSpan.FromSeconds(15), $"asked again after {outcome.Delay}");
    }

    [Fact]
    public async Task SecretMissing_NodePass_SaysWhichSecretAndKey()
    {
        var cloud = await Cloud.DeclaredAsync();
        await Cloud.MustAsync(cloud.Api.DeleteAsync(Kinds.Secrets, new ResourceKey(Cloud.Space, "ssh"), new DeleteOptions(), default));
        await using var life = new OperatorLife(cloud);

        await life.RoundAsync();
        await life.RoundAsync();

        var condition = (await cloud.OrderAsync("ctl1")).Status!.Conditions.Single(one => one.Type == "Reachable");
        Assert.Equal("SecretUnusable", condition.Reason);
        Assert.Contains("Secret ssh", condition.Message, StringComparison.Ordinal);
        Assert.Contains("ssh-privatekey", condition.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpgradeOverForAWhile_NodePass_ClosesTheConnection()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        await life.FinishAsync();
        await life.CatchUpAsync();
        var before = cloud.Machines["ctl1"].Disconnects;

        // The last step may have been a moment ago.
        await life.NodePassAsync("ctl1");
        Assert.Equal(before, cloud.Machines["ctl1"].Disconnects);
        cloud.Time.Pass(IdleConnections.Linger);
        await life.NodePassAsync("ctl1");

        Assert.Equal(before + 1, cloud.Machines["ctl1"].Disconnects);
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
