using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Sharding;
using Windlass.Kubernetes.Wire;

namespace Windlass.Kubernetes.Tests.Sharding;

/// <summary>What others do to the leases: taken, deleted, of an older version, of another layout, left by the dead.</summary>
public sealed partial class ShardKeeperTests
{
    /// <summary>What was free when we looked may be a live replica's when we write: it keeps it. On the lab two new replicas took one shard from each other.</summary>
    [Fact]
    public async Task OtherTakesAShardWhileWeStillLookAtIt_Shard_StaysTheOthers()
    {
        var one = await StartAloneAsync("a");
        var key = Layout.LeaseOf(3, Replica.Space);
        var asked = new TaskCompletionSource();
        one.Api.Hold = (call, _) => call is { Verb: "get", Plural: "leases" } ? asked.Task : Task.CompletedTask;
        await api.DeleteAsync(Lease.Type, key, new DeleteOptions(), CancellationToken.None);
        await UntilAsync(() => one.Api.Calls.Any(call => call is { Verb: "get" } && call.Key == key), "asks whether it has lost the shard");
        await CreateAsync(Layout.LeaseOf("b", Replica.Space), "b", 2_000_000_000);
        await CreateAsync(key, "b", 2_000_000_000);
        await PassAsync(1);
        one.Api.Hold = null;
        asked.SetResult();
        await UntilAsync(() => !one.Held.Shards.Contains(3), "has left it");
        await PassAsync(5);

        Assert.Equal("b", ((ApiOutcome<Lease>.Ok)await api.GetAsync(Lease.Type, key, CancellationToken.None)).Value.Spec.HolderIdentity);
        Assert.Equal(All, one.Gained.Count);
    }

    /// <summary>By hand: the token of the next holder is higher although the object tells nothing any more.</summary>
    [Fact]
    public async Task LeaseOfAShardDeleted_Shard_IsTakenAnewWithAHigherToken()
    {
        var one = await StartAloneAsync("a");
        var before = (await TokensAsync()).Max();

        // The clock of whoever takes it next may be behind.
        var key = Layout.LeaseOf(3, Replica.Space);
        await api.DeleteAsync(Lease.Type, key, new DeleteOptions(), CancellationToken.None);
        await UntilAsync(() => one.Gained.Count == All + 1 && one.Held.Count == All, "taken anew");

        var again = (ApiOutcome<Lease>.Ok)await api.GetAsync(Lease.Type, key, CancellationToken.None);
        Assert.True(again.Value.Spec.LeaseTransitions > before);
    }

    /// <summary>A version in which the leader did everything still leads: nobody takes a node from under it. Afterwards the tokens are above its own.</summary>
    [Fact]
    public async Task LeaderOfAnOldVersion_WhileItLives_NothingIsTaken()
    {
        await CreateAsync(new ResourceKey(Replica.Space, Replica.LeaderLease), "old", 2_000_000_000);
        var one = Start("a");
        await UntilAsync(() => one.Membership is not null, "lives");
        for (var second = 0; second < 10; second++)
        {
            await RenewAsync(new ResourceKey(Replica.Space, Replica.LeaderLease), second);
            await PassAsync(1);
        }

        Assert.Equal(0, one.Held.Count);
        await UntilAsync(() => one.Held.Count == All, "has all");
        Assert.All(await TokensAsync(), token => Assert.True(token > 2_000_000_000));
    }

    /// <summary>Other shards: both layouts at once would give a node two holders.</summary>
    [Fact]
    public async Task NewerLayout_WhileAnOlderLives_TakesNothing()
    {
        var old = await StartAloneAsync("a");
        var newer = Start("b", new ShardLayout("test", "test.dev", Version: 2, Count: 16));
        await UntilAsync(() => newer.Membership is not null, "lives");
        await PassAsync(30);

        Assert.Equal((All, 0), (old.Held.Count, newer.Held.Count));
        await old.StopAsync();
        await UntilAsync(() => newer.Held.Count == 16, "has all");
    }

    /// <summary>What is left of the dead does not pile up.</summary>
    [Fact]
    public async Task LeaseOfADeadReplica_AfterItsShardsAreTaken_IsRemoved()
    {
        var (one, _) = await StartTwoAsync();
        one.Freeze();
        var key = Layout.LeaseOf("a", Replica.Space);
        await UntilAsync(() => api.GetAsync(Lease.Type, key, CancellationToken.None).GetAwaiter().GetResult().Failure is ApiFailure.NotFound, "removed");
    }
}
