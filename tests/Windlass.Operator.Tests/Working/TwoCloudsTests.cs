using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Kubernetes.Api;
using Windlass.Nodes;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Tests.Working;

/// <summary>A namespace is a cluster: what has the same name in two of them has nothing else in common.</summary>
public sealed class TwoCloudsTests
{
    /// <summary>
    /// Their machines are namesakes. What was known of an HAProxy of one (that its master process has a socket) was believed of the other's,
    /// which then could never be read: its upgrade stood still.
    /// </summary>
    [Fact]
    public async Task UpgradesInTwoNamespaces_Run_EachMovesItsOwnMachines()
    {
        var north = new Cloud();
        var south = new Cloud("south", north) { HasMasterSockets = false };
        await north.DeclareAsync();
        await south.DeclareAsync();
        await using var life = new OperatorLife(1, north, south);

        await life.FinishAsync();

        foreach (var cloud in (ReadOnlySpan<Cloud>)[north, south])
        {
            Assert.All(cloud.Machines.Values, machine => Assert.True(machine.IsAtTarget));
            Assert.All(cloud.Machines.Values, machine => Assert.Equal(1, machine.Steps.Count(step => step == "Install")));
            Assert.True(cloud.IsWholeInRotation);
            Assert.Equal(1, cloud.MostOut);
            Assert.Empty(cloud.Unclaimed);
        }
    }

    /// <summary>A key is a cluster's own: shown to a machine of another one, it tells an administrator there whom to look for.</summary>
    [Fact]
    public async Task NamesakesWithTwoKeys_Run_NoMachineSeesTheOthersKeyAndBothAreAtWorkAtOnce()
    {
        var north = new Cloud();
        var south = new Cloud("south", north);
        await north.DeclareAsync();
        await south.DeclareAsync();
        await using var life = new OperatorLife(1, north, south);
        var roundsTogether = 0;
        for (var round = 0; round < 100 && !(await IsOverAsync(north) && await IsOverAsync(south)); round++)
        {
            await life.RoundAsync();
            roundsTogether += IsAtWork(north) && IsAtWork(south) ? 1 : 0;
        }

        Assert.True(await IsOverAsync(north) && await IsOverAsync(south));
        Assert.True(roundsTogether > 0, "one waited for the other");
        Assert.Equal(4, life.Doors.Select(door => (door.Address.Cluster, door.Address.Name)).Distinct().Count());
        Assert.All(life.Doors, door => Assert.Equal((door.Owner.Namespace, new PrivateKey(door.Owner.Key)), (door.Address.Cluster, door.Address.PrivateKey)));
    }

    /// <summary>What cannot be read is unknown, and stops its own cluster only.</summary>
    [Fact]
    public async Task BalancersOfOneCannotBeRead_Run_TheOtherIsUpgraded()
    {
        var north = new Cloud();
        var south = new Cloud("south", north) { IsDeaf = true };
        await AssertNorthAloneAsync(north, south);
    }

    [Fact]
    public async Task MachinesOfOneAreSilent_Run_TheOtherIsUpgraded()
    {
        var north = new Cloud();
        var south = new Cloud("south", north);
        foreach (var machine in south.Machines.Values)
        {
            machine.Silence = new NodeFailure(NodeFailureKind.Unreachable, "no route");
        }

        await AssertNorthAloneAsync(north, south);
    }

    /// <summary>"One upgrade at a time" is said of a namespace, not of the operator.</summary>
    [Fact]
    public async Task TwoUpgradesInEach_Run_TheFirstOfEachWorksAndTheSecondOfEachWaits()
    {
        var north = new Cloud();
        var south = new Cloud("south", north);
        await north.DeclareAsync();
        await south.DeclareAsync();

        await using var life = new OperatorLife(1, north, south);
        await life.RoundAsync();
        foreach (var cloud in (Cloud[])[north, south])
        {
            var later = new ClusterUpgrade
            {
                Metadata = new ObjectMeta { Name = "later", Namespace = cloud.Namespace },
                Spec = new ClusterUpgradeSpec { TargetRelease = "birch" },
            };
            await Cloud.MustAsync(cloud.Api.CreateAsync(Kinds.Upgrades, later, default));
        }

        await life.RoundAsync();
        foreach (var cloud in (Cloud[])[north, south])
        {
            // The first pass takes it into its care (finalizer), the second says how it stands.
            for (var pass = 0; pass < 2; pass++)
            {
                await life.CatchUpAsync();
                await life.UpgradePassAsync(cloud.Namespace, "later");
            }

            var later = await Cloud.MustAsync(cloud.Api.GetAsync(Kinds.Upgrades, new ResourceKey(cloud.Namespace, "later"), default));
            Assert.Equal("WaitingForLock", later.Status!.Conditions.Single(condition => condition.Type == "Ready").Reason);
            Assert.NotEqual("WaitingForLock", (await cloud.UpgradeAsync()).Status!.Conditions.Single(condition => condition.Type == "Ready").Reason);
        }
    }

    /// <summary>A pause in one is no pause in the other.</summary>
    [Fact]
    public async Task OneNamespaceIsPaused_Run_TheOtherGoesOn()
    {
        var north = new Cloud();
        var south = new Cloud("south", north);
        await north.DeclareAsync();
        await south.DeclareAsync(new PauseRequest { Requester = "me", Reason = "not tonight" });
        await using var life = new OperatorLife(1, north, south);

        for (var round = 0; round < 40; round++)
        {
            await life.RoundAsync();
        }

        Assert.NotNull((await north.UpgradeAsync()).Status?.CompletionTime);
        Assert.Null((await south.UpgradeAsync()).Status?.CompletionTime);
        Assert.All(south.Machines.Values, machine => Assert.Empty(machine.Steps));
    }

    private static async Task AssertNorthAloneAsync(Cloud north, Cloud south)
    {
        await south.DeclareAsync();
        await north.DeclareAsync();
        await using var life = new OperatorLife(1, south, north);
        for (var round = 0; round < 40; round++)
        {
            await life.RoundAsync();
        }

        Assert.True(await IsOverAsync(north));
        Assert.All(north.Machines.Values, machine => Assert.True(machine.IsAtTarget));
        Assert.False(await IsOverAsync(south));
        Assert.All(south.Machines.Values, machine => Assert.DoesNotContain("StopAndHold", machine.Steps));
    }

    private static async Task<bool> IsOverAsync(Cloud cloud) => (await cloud.UpgradeAsync()).Status?.CompletionTime is not null;

    private static bool IsAtWork(Cloud cloud) => cloud.Machines.Values.Any(machine => machine.Steps.Count > 0 && !machine.IsAtTarget);
}
