using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Planning.Upgrades;
using Windlass.Kubernetes.Api;
using Windlass.Nodes;
using Windlass.Operator.Metrics;
using Windlass.Operator.Resources;
using Windlass.Operator.Tests.Metrics;

namespace Windlass.Operator.Tests.Working;

/// <summary>Both reconcilers over a simulated cloud, from the first look to the end.</summary>
public sealed class UpgradeRunTests
{
    [Fact]
    public async Task HealthyCloud_Upgrade_RunsEveryStepOnceAndOneNodeAtATime()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        using var listener = new MetricsListener(meter => meter == life.Metrics.Meter);

        await life.FinishAsync();

        Assert.All(cloud.Machines.Values, machine => Assert.Equal(Machine.WholeUpgrade, machine.Steps));
        Assert.True(cloud.IsWholeInRotation);
        Assert.Equal(1, cloud.MostOut);
        Assert.All(cloud.Machines.Keys, node => Assert.Equal(
            ["InRotation True BackendsUp", "PackagesStaged True Staged", "PackagesUpgraded True AllPackagesAtTarget", "Reachable True SshConnected", "Ready True UpToDate", "ServicesActive True AllActive"],
            cloud.OrderAsync(node).Result.Status!.Conditions.Select(condition => $"{condition.Type} {condition.Status} {condition.Reason}").Order(StringComparer.Ordinal)));
        Assert.Matches($"windlass_nodes_finished_total{{result=\"upgraded\",[^}}]*}} {cloud.Machines.Count}\n", Scrape.Text(listener));
        Assert.Equal("alder", (await cloud.UpgradeAsync()).Status!.FromRelease);
    }

    /// <summary>Nodes are asked when it matters, and it is not over before all of it is gone.</summary>
    [Fact]
    public async Task AutoremoveWanted_Upgrade_RemovesOnceOnEachNodeWhatItLeftWithoutUse()
    {
        var cloud = new Cloud { Strategy = new UpgradeStrategy { Autoremove = AutoremovePolicy.AtEnd } };
        await cloud.DeclareAsync();
        cloud.Machines["ctl1"].Unneeded = ["libkey1"];
        await using var life = new OperatorLife(cloud);

        await life.FinishAsync();

        Assert.Equal([.. Machine.WholeUpgrade, "Autoremove"], cloud.Machines["ctl1"].Steps);
        Assert.Equal(Machine.WholeUpgrade, cloud.Machines["ctl2"].Steps);
        Assert.Empty(cloud.Machines["ctl1"].Unneeded);
    }

    [Fact]
    public async Task Drain_FirstStateSet_IsClaimedInTheApiBefore()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);

        await life.FinishAsync();

        Assert.Empty(cloud.Unclaimed);
        Assert.All(cloud.Machines.Keys, node => Assert.Empty(cloud.OrderAsync(node).Result.Status!.Drains));
    }

    [Fact]
    public async Task CrashBeforeAnyWrite_NextLife_EndsTheSame()
    {
        for (var index = 0; ; index++)
        {
            var cloud = await Cloud.DeclaredAsync();
            if (!await CrashAtWriteAsync(cloud, index))
            {
                Assert.True(index > 20, $"only {index} writes: the crash points are not what they should be");
                return;
            }

            await using var next = new OperatorLife(cloud, fence: 2);
            await next.FinishAsync();

            Assert.All(cloud.Machines.Values, machine => Assert.Equal(Machine.WholeUpgrade, machine.Steps));
            Assert.True(cloud.IsWholeInRotation, $"crash before write {index}: something is left out of rotation");
            Assert.Empty(cloud.Unclaimed);
            Assert.Equal(1, cloud.MostOut);
        }
    }

    [Fact]
    public async Task StaleWatch_TwoPasses_GrantOneNode()
    {
        var cloud = await Cloud.DeclaredAsync();
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
        var cloud = await Cloud.DeclaredAsync();
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
    public async Task InstallFails_NextTry_SucceedsAndTheFailureIsTold()
    {
        var cloud = await Cloud.DeclaredAsync();
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
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        while (!cloud.Machines["ctl1"].Steps.Contains("Install"))
        {
            await life.RoundAsync();
        }

        var states = cloud.Balancers["ctl2"].Inner.Snapshot();
        Assert.NotEqual(AdminState.Ready, states.Find(new ServerRef("key_back", "ctl1"))!.Admin);
        await cloud.Machines["ctl1"].AdvanceAsync(
            new StepOrder(new("by-hand"), new NodeStep.Release("key", ["key.service"]), new Fence(life.Tenure.Token), 1, TimeSpan.FromMinutes(1), 0, new([], [], [], "", [])), default);
        await Cloud.MustAsync(cloud.Api.DeleteAsync(Kinds.Nodes, new ResourceKey(Cloud.Space, "ctl1"), new DeleteOptions(), default));
        await life.CatchUpAsync();

        await life.NodePassAsync("ctl1");

        Assert.Equal(AdminState.Ready, cloud.Balancers["ctl2"].Inner.Snapshot().Find(new ServerRef("key_back", "ctl1"))!.Admin);
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
