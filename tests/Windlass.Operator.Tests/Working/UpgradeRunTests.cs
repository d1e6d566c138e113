using Windlass.Core.Api.WorkOrders;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Planning.Upgrades;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Queueing;
using Windlass.Nodes;
using Windlass.Operator.Resources;
using Windlass.Operator.Working;

namespace Windlass.Operator.Tests.Working;

/// <summary>Both reconcilers over a simulated cloud, from the first look to the end.</summary>
public sealed class UpgradeRunTests
{
    private static readonly string[] StepsOfANode = ["SwitchRepository", "Stage", "StopAndHold", "Install", "Release"];

    [Fact]
    public async Task HealthyCloud_Upgrade_RunsEveryStepOnceAndOneNodeAtATime()
    {
        var cloud = await DeclaredAsync();
        await using var life = new OperatorLife(cloud);

        await life.FinishAsync();

        Assert.All(cloud.Machines.Values, machine => Assert.Equal(StepsOfANode, machine.Steps));
        Assert.True(cloud.IsWholeInRotation);
        Assert.Equal(1, cloud.MostOut);
        Assert.Equal("alder", (await cloud.UpgradeAsync()).Status!.FromRelease);
    }

    [Fact]
    public async Task Drain_FirstStateSet_IsClaimedInTheApiBefore()
    {
        var cloud = await DeclaredAsync();
        await using var life = new OperatorLife(cloud);

        await life.FinishAsync();

        Assert.Empty(cloud.Unclaimed);
        Assert.All(cloud.Machines.Keys, node => Assert.Empty(cloud.OrderAsync(node).Result.Status!.Drains));
    }

    [Fact]
    public async Task Step_ThatGoesWell_WritesOnce()
    {
        var cloud = await DeclaredAsync();
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
        var cloud = await DeclaredAsync();
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

    /// <summary>Taking a server out changes nothing on its node.</summary>
    [Fact]
    public async Task Drain_PassAfterIt_DoesNotLookAtTheNodeAgain()
    {
        var cloud = await DeclaredAsync();
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

    [Fact]
    public async Task NothingChanged_FurtherRounds_WriteNothing()
    {
        var cloud = await DeclaredAsync();
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
    public async Task CrashBeforeAnyWrite_NextLife_EndsTheSame()
    {
        for (var index = 0; ; index++)
        {
            var cloud = await DeclaredAsync();
            if (!await CrashAtWriteAsync(cloud, index))
            {
                Assert.True(index > 20, $"only {index} writes: the crash points are not what they should be");
                return;
            }

            await using var next = new OperatorLife(cloud, fence: 2);
            await next.FinishAsync();

            Assert.All(cloud.Machines.Values, machine => Assert.Equal(StepsOfANode, machine.Steps));
            Assert.True(cloud.IsWholeInRotation, $"crash before write {index}: something is left out of rotation");
            Assert.Empty(cloud.Unclaimed);
            Assert.Equal(1, cloud.MostOut);
        }
    }

    [Fact]
    public async Task StaleWatch_TwoPasses_GrantOneNode()
    {
        var cloud = await DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        while (!await IsGrantedAsync(cloud, "ctl1"))
        {
            await life.RoundAsync();
        }

        // The copies are never waited for here: the passes see what was there before.
        await life.UpgradePassAsync();
        await life.UpgradePassAsync();

        Assert.False(await IsGrantedAsync(cloud, "ctl2"));
    }

    [Fact]
    public async Task Upgrade_FirstPassAndDeletion_HasAFinalizerInBetween()
    {
        var cloud = await DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        await life.RoundAsync();
        Assert.Contains(UpgradePlanner.Finalizer, (await cloud.UpgradeAsync()).Metadata.Finalizers!.Value);
        while (!cloud.Machines["ctl1"].Steps.Contains("StopAndHold"))
        {
            await life.RoundAsync();
        }

        await Cloud.MustAsync(cloud.Api.DeleteAsync(Kinds.Upgrades, new ResourceKey(Cloud.Space, "up"), new DeleteOptions(), default));
        for (var round = 0; round < 30; round++)
        {
            await life.RoundAsync();
        }

        var gone = await cloud.Api.GetAsync(Kinds.Upgrades, new ResourceKey(Cloud.Space, "up"), default);
        Assert.IsType<ApiFailure.NotFound>(gone.Failure);
        Assert.True(cloud.IsWholeInRotation);
        Assert.True(cloud.Machines["ctl1"].IsRunning);
    }

    [Fact]
    public async Task ApiUnavailable_NodePass_FailsAndIsRetriedInsteadOfRestingForMinutes()
    {
        var cloud = await DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        await life.RoundAsync();
        await life.RoundAsync();
        await life.CatchUpAsync();
        cloud.Api.Fault = _ => new ApiFailure.Unavailable("down for a while");

        Assert.IsType<Reconciled.Failed>(await life.NodePassAsync("ctl1"));

        cloud.Api.Fault = null;
        await life.FinishAsync();
        Assert.All(cloud.Machines.Values, machine => Assert.Equal(StepsOfANode, machine.Steps));
    }

    [Fact]
    public async Task NodeObeysNewerLeader_Step_IsNotAskedAgainSoon()
    {
        var cloud = await DeclaredAsync();
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
        var cloud = await DeclaredAsync();
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
    public async Task InstallFails_NextTry_SucceedsAndTheFailureIsTold()
    {
        var cloud = await DeclaredAsync();
        cloud.Machines["ctl1"].InstallExit = 100;
        await using var life = new OperatorLife(cloud);

        await life.FinishAsync();

        Assert.Equal(2, cloud.Machines["ctl1"].Steps.Count(step => step == "Install"));
        var failure = (await cloud.OrderAsync("ctl1")).Status!.LastFailure!;
        Assert.Equal(("Install", 100), (failure.Step, failure.ExitCode));
        Assert.Equal(1, cloud.MostOut);
    }

    [Fact]
    public async Task NodeDeletedWhileDrained_ItsServers_AreGivenBack()
    {
        var cloud = await DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        while (!cloud.Machines["ctl1"].Steps.Contains("Install"))
        {
            await life.RoundAsync();
        }

        var states = cloud.Balancers["ctl2"].Inner.Snapshot();
        Assert.NotEqual(AdminState.Ready, states.Find(new ServerRef("key_back", "ctl1"))!.Admin);
        await cloud.Machines["ctl1"].AdvanceAsync(
            new StepOrder(new("by-hand"), new NodeStep.Release("key", ["key.service"]), life.Fence, 1, TimeSpan.FromMinutes(1), 0), default);
        await Cloud.MustAsync(cloud.Api.DeleteAsync(Kinds.Nodes, new ResourceKey(Cloud.Space, "ctl1"), new DeleteOptions(), default));
        await life.CatchUpAsync();

        await life.NodePassAsync("ctl1");

        Assert.Equal(AdminState.Ready, cloud.Balancers["ctl2"].Inner.Snapshot().Find(new ServerRef("key_back", "ctl1"))!.Admin);
    }

    [Fact]
    public async Task UpgradeOverForAWhile_NodePass_ClosesTheConnection()
    {
        var cloud = await DeclaredAsync();
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

    private static async Task<Cloud> DeclaredAsync()
    {
        var cloud = new Cloud();
        await cloud.DeclareAsync();
        return cloud;
    }

    private static async Task<bool> IsGrantedAsync(Cloud cloud, string node)
    {
        var outcome = await cloud.Api.GetAsync(Kinds.WorkOrders, new ResourceKey(Cloud.Space, $"up-{node}"), default);
        return outcome.TryGet(out var order, out _) && order.Spec.IsGranted(WorkKind.Upgrade, "key");
    }

    /// <returns>False: there were fewer writes, and the upgrade is over.</returns>
    private static async Task<bool> CrashAtWriteAsync(Cloud cloud, int index)
    {
        var writes = 0;
        cloud.Api.Fault = call => call.Verb is not ("get" or "list" or "watch") && writes++ == index ? throw new ProcessDiedException() : null;
        await using var life = new OperatorLife(cloud);
        try
        {
            await life.FinishAsync();
            return false;
        }
        catch (ProcessDiedException)
        {
            return true;
        }
        finally
        {
            cloud.Api.Fault = null;
        }
    }

    private sealed class ProcessDiedException : Exception;
}
