using Windlass.Core.LoadBalancing;
using Windlass.HAProxy;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Queueing;
using Windlass.Operator.Hosting;
using Windlass.Operator.Resources;
using Windlass.Operator.Working;

namespace Windlass.Operator.Tests.Working;

/// <summary>A replica that slept while another took its node over: what it still wants to write or do comes to nothing.</summary>
public sealed class ReplacedReplicaTests
{
    /// <summary>It read the order, slept, and the other one was here: it begins no step on what it had read.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(1)] // a lease that was deleted by hand, and a clock that is behind: the token alone says nothing
    public async Task SleptBetweenReadAndWrite_Write_IsRefusedAndNoStepFollows(long tokenOfOther)
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var sleeper = new OperatorLife(cloud, fence: 1);
        await ToFirstStepAsync(cloud, sleeper);
        await using var other = new OperatorLife(cloud, tokenOfOther);
        await other.CatchUpAsync();
        await sleeper.CatchUpAsync();
        var steps = -1;
        BeforeNextStatus(cloud, async () =>
        {
            await other.NodePassAsync("ctl1");
            steps = cloud.Machines["ctl1"].Steps.Count;
        });

        var pass = await sleeper.NodePassAsync("ctl1");

        Assert.IsType<Reconciled.Failed>(pass);
        Assert.Equal(steps, cloud.Machines["ctl1"].Steps.Count);
        Assert.True(cloud.Machines["ctl1"].NewestFence > 1);
        Assert.Equal(cloud.Machines["ctl1"].NewestFence, (await cloud.OrderAsync("ctl1")).Status!.Fence);
    }

    /// <summary>It has worked on the node before, wakes, and reads what its successor wrote.</summary>
    [Fact]
    public async Task SuccessorHasClaimed_NextPass_LeavesTheNodeAlone()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var sleeper = new OperatorLife(cloud, fence: 1);
        await ToFirstStepAsync(cloud, sleeper);
        await sleeper.NodePassAsync("ctl1");
        await using var other = new OperatorLife(cloud, fence: 2);
        await other.CatchUpAsync();
        await other.NodePassAsync("ctl1");
        var (before, steps) = (await cloud.OrderAsync("ctl1"), cloud.Machines["ctl1"].Steps.Count);

        Assert.IsType<Reconciled.Failed>(await sleeper.NodePassAsync("ctl1"));

        Assert.Equal(before.Metadata.ResourceVersion, (await cloud.OrderAsync("ctl1")).Metadata.ResourceVersion);
        Assert.Equal(steps, cloud.Machines["ctl1"].Steps.Count);
    }

    /// <summary>The server says no: nothing is claimed.</summary>
    [Fact]
    public async Task LeaseLost_FirstPassOnANode_ClaimsNothing()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud, fence: 7);
        await ToFirstStepAsync(cloud, life, passOverNodes: false);
        life.IsHeld = false;

        Assert.IsType<Reconciled.Failed>(await life.NodePassAsync("ctl1"));
        Assert.Equal(0, (await cloud.OrderAsync("ctl1")).Status?.Fence ?? 0);
        Assert.Empty(cloud.Machines["ctl1"].Steps);
    }

    /// <summary>A replica that forgets its own status of the last step takes the successor's, not what it had in mind.</summary>
    [Fact]
    public async Task StatusNotWrittenYet_OtherWroteSince_IsDropped()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var sleeper = new OperatorLife(cloud, fence: 1);
        while (!cloud.Machines["ctl1"].Steps.Contains("SwitchRepository"))
        {
            await sleeper.CatchUpAsync();
            await sleeper.UpgradePassAsync();
            await sleeper.CatchUpAsync();
            await sleeper.NodePassAsync("ctl2");
            await sleeper.NodePassAsync("ctl1");
        }

        await using var other = new OperatorLife(cloud, fence: 2);
        await other.FinishAsync();
        var end = await cloud.OrderAsync("ctl1");
        await sleeper.CatchUpAsync();
        await sleeper.NodePassAsync("ctl1");

        Assert.Equal(end.Status!.StepsRun, (await cloud.OrderAsync("ctl1")).Status!.StepsRun);
        Assert.Equal(Machine.WholeUpgrade, cloud.Machines["ctl1"].Steps);
    }

    /// <summary>A grant or a label that comes in the middle of a pass is nobody's take-over.</summary>
    [Fact]
    public async Task OnlyOthersFieldsChanged_Write_GoesThrough()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        await ToFirstStepAsync(cloud, life);
        BeforeNextStatus(cloud, async () => await Cloud.MustAsync(cloud.Api.PatchAsync(
            Kinds.WorkOrders, new ResourceKey(Cloud.Space, "up-ctl1"), new ResourcePatch.Merge("""{"metadata":{"labels":{"seen":"yes"}}}"""), default)));

        Assert.IsNotType<Reconciled.Failed>(await life.NodePassAsync("ctl1"));

        Assert.Equal("yes", (await cloud.OrderAsync("ctl1")).Metadata.Labels!["seen"]);
        Assert.NotEmpty(cloud.Machines["ctl1"].Steps);
    }

    /// <summary>The same token, the same order: one claim, whatever number of steps. With another token another one, above it.</summary>
    [Fact]
    public async Task WholeRunOfTwoHolders_Fences_GrowOnlyWithTheHolder()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using (var first = new OperatorLife(cloud, fence: 100))
        {
            while (!cloud.Machines["ctl1"].Steps.Contains("Stage"))
            {
                await first.RoundAsync();
            }

            Assert.Equal(100, cloud.Machines["ctl1"].NewestFence);
        }

        // Its clock is behind, and the lease tells nothing of the first one.
        await using var second = new OperatorLife(cloud, fence: 5);
        await second.FinishAsync();

        Assert.Equal(Machine.WholeUpgrade, cloud.Machines["ctl1"].Steps);
        Assert.Equal(101, cloud.Machines["ctl1"].NewestFence);
    }

    [Fact]
    public async Task NotHeld_LoadBalancerAndApi_AreOnlyRead()
    {
        var cloud = await Cloud.DeclaredAsync();
        var balancer = new HeldBalancer(cloud.Balancers["ctl1"], () => false);
        var server = new ServerRef("key_back", "ctl1");
        var api = new HeldClusterApi(cloud.Api, () => false);
        var upgrade = await Cloud.MustAsync(api.GetAsync(Kinds.Upgrades, new ResourceKey(Cloud.Space, "up"), default));
        var writes = cloud.Api.Cluster.Writes;

        Assert.IsType<ReadOutcome.Read>(await balancer.ReadAsync(default));
        Assert.IsType<CommandOutcome.Rejected>(await balancer.SetStateAsync(server, AdminState.Drain, default));
        Assert.IsType<CommandOutcome.Rejected>(await balancer.SetStatesAsync([server], AdminState.Drain, default));
        Assert.IsType<CommandOutcome.Rejected>(await balancer.ShutDownSessionsAsync(server, default));
        Assert.NotNull((await api.ApplyAsync(Kinds.Upgrades, upgrade, new ApplyOptions("x"), default)).Failure);
        Assert.NotNull((await api.DeleteAsync(Kinds.Upgrades, ResourceKey.Of(upgrade), new DeleteOptions(), default)).Failure);
        Assert.Equal(writes, cloud.Api.Cluster.Writes);
        Assert.True(cloud.IsWholeInRotation);
    }

    /// <summary>Until ctl1 has a grant, and its next pass is to run a step.</summary>
    private static async Task ToFirstStepAsync(Cloud cloud, OperatorLife life, bool passOverNodes = true)
    {
        if (!passOverNodes)
        {
            // Its finalizer, its order.
            for (var pass = 0; pass < 3; pass++)
            {
                await life.CatchUpAsync();
                await life.UpgradePassAsync();
            }

            await life.CatchUpAsync();
            return;
        }

        while ((await life.UpgradePassAsync() is not null) && !await IsGrantedAsync(cloud))
        {
            await life.CatchUpAsync();
            await life.NodePassAsync("ctl1");
            await life.NodePassAsync("ctl2");
            await life.CatchUpAsync();
        }

        await life.CatchUpAsync();
        Assert.Empty(cloud.Machines["ctl1"].Steps);
    }

    private static async Task<bool> IsGrantedAsync(Cloud cloud)
    {
        var found = await cloud.Api.GetAsync(Kinds.WorkOrders, new ResourceKey(Cloud.Space, "up-ctl1"), default);
        return found.TryGet(out var order, out _) && !order.Spec.Grants.IsEmpty;
    }

    /// <summary>Once, right before the next status of an order is stored.</summary>
    private static void BeforeNextStatus(Cloud cloud, Func<Task> happening) => cloud.Api.Hold = async (call, _) =>
    {
        if (call is { Verb: "apply-status", Plural: "nodeupgrades" })
        {
            cloud.Api.Hold = null;
            await happening();
        }
    };
}
