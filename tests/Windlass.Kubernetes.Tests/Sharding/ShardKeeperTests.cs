using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Sharding;
using Windlass.Kubernetes.Wire;
using Windlass.Testing;

namespace Windlass.Kubernetes.Tests.Sharding;

/// <summary>Replicas over one API: who has which shards, when one comes, goes, dies, sleeps or is cut off.</summary>
public sealed partial class ShardKeeperTests : IAsyncLifetime
{
    private const int All = 8;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);
    private static readonly ShardLayout Layout = new("test", "test.dev", Version: 1, All);
    private readonly ManualTimeProvider clock = new();
    private readonly List<Replica> replicas = [];
    private readonly InMemoryCluster cluster;
    private readonly InMemoryClusterApi api;

    public ShardKeeperTests()
    {
        cluster = new InMemoryCluster(clock);
        api = new InMemoryClusterApi(cluster);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in replicas)
        {
            await replica.DisposeAsync();
        }
    }

    /// <summary>A start alone must not wait for anything.</summary>
    [Fact]
    public async Task OneAlone_Start_HasAllWithoutAnyTimePassing()
    {
        var one = Start("a");
        await Until.TrueAsync(() => one.Held.Count == All, "has all");

        Assert.Equal(Enumerable.Range(0, All), one.Gained.Order());
    }

    [Fact]
    public async Task MoreReplicas_AfterSettling_HaveEqualSharesAndNoShardTwoHolders()
    {
        var one = await StartAloneAsync("a");
        var other = Start("b");
        await UntilAsync(() => (one.Held.Count, other.Held.Count) == (4, 4), "two share");
        var third = Start("c");
        await UntilAsync(() => new[] { one, other, third }.Sum(replica => replica.Held.Count) == All && third.Held.Count >= 2, "three share");

        Assert.All(replicas, replica => Assert.InRange(replica.Held.Count, 2, 3));
        Assert.Equal(All, Shards(one).Union(Shards(other)).Union(Shards(third)).Count());
    }

    /// <summary>The promise is 20 s: the lease's 15, and the bound of looking.</summary>
    [Fact]
    public async Task OneDies_Others_HaveAllItsShardsWithinTheLeaseAndABeat()
    {
        var (one, other) = await StartTwoAsync();
        var tokens = (await TokensAsync()).Max();
        one.Freeze();
        var died = clock.GetUtcNow();
        await UntilAsync(() => other.Held.Count == All, "has all");

        Assert.InRange(clock.GetUtcNow() - died, TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(18));
        Assert.Equal(4, (await TokensAsync()).Count(token => token > tokens));
    }

    /// <summary>A rolling update: nobody waits for a lease to run out.</summary>
    [Fact]
    public async Task OneStops_Other_HasAllWithinTwoSeconds()
    {
        var (one, other) = await StartTwoAsync();
        var begun = clock.GetUtcNow();
        await one.StopAsync();
        await UntilAsync(() => other.Held.Count == All, "has all");

        Assert.InRange(clock.GetUtcNow() - begun, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    /// <summary>It said that it leaves; under the same name it counts again.</summary>
    [Fact]
    public async Task StoppedOne_StartsAgainUnderItsName_HasItsShare()
    {
        var (one, other) = await StartTwoAsync();
        await one.StopAsync();
        await UntilAsync(() => other.Held.Count == All, "has all");
        var again = Start("a");

        await UntilAsync(() => (again.Held.Count, other.Held.Count) == (4, 4), "two share again");
    }

    /// <summary>What is begun in a shard is asked to end, and the shard is nobody else's before it has. All its others are at once.</summary>
    [Fact]
    public async Task WorkGoesOnInAShard_Stop_GivesTheOthersAtOnceAndItAfterwards()
    {
        var (one, other) = await StartTwoAsync();
        var key = Key(one);
        using var stay = one.Held.Enter(key)!;
        var stopping = one.StopAsync();
        var begun = clock.GetUtcNow();
        await UntilAsync(() => other.Held.Count == All - 1, "has all others");
        Assert.InRange(clock.GetUtcNow() - begun, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.True(stay.Ending.IsCancellationRequested);
        Assert.Null(one.Held.Enter(key));
        await PassAsync(60);

        Assert.False(other.Held.Has(key));
        stay.Dispose();
        await stopping;
        await UntilAsync(() => other.Held.Count == All, "has all");
        using var next = other.Held.Enter(key)!;
        Assert.True(next.Token > stay.Token);
    }

    /// <summary>SIGSTOP for a minute: by its own clock it may not act before it could have asked anybody, and its stays end.</summary>
    [Fact]
    public async Task FrozenForAMinute_Wakes_IsNotCurrentAndItsWorkIsEnded()
    {
        var (one, other) = await StartTwoAsync();
        using var stay = one.Held.Enter(Key(one))!;
        var membership = one.Membership!;
        one.Freeze();
        await UntilAsync(() => other.Held.Count == All, "taken over");
        Assert.False(membership.IsCurrent);
        Assert.False(await membership.ConfirmAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.True(stay.Ending.IsCancellationRequested);
        stay.Dispose();
        one.Thaw();

        // It comes back as a new one, and they share again.
        await UntilAsync(() => (one.Held.Count, other.Held.Count) == (4, 4), "two share again");
        Assert.NotSame(membership, one.Membership);
    }

    /// <summary>Confirmed is asked of the server, not remembered.</summary>
    [Fact]
    public async Task LeaseTakenAway_Confirm_SaysSoAtOnce()
    {
        var one = await StartAloneAsync("a");
        Assert.True(await one.Membership!.ConfirmAsync(CancellationToken.None));
        var membership = one.Membership;
        var lease = Layout.LeaseOf("a", Replica.Space);
        await api.PatchAsync(Lease.Type, lease, new ResourcePatch.Merge("""{"spec":{"holderIdentity":"thief"}}"""), CancellationToken.None);

        Assert.True(membership.IsCurrent);
        Assert.False(await membership.ConfirmAsync(CancellationToken.None));
        await api.PatchAsync(Lease.Type, lease, new ResourcePatch.Merge("""{"spec":{"holderIdentity":""}}"""), CancellationToken.None);
        await UntilAsync(() => one.Held.Count == All, "has all again");
    }

    /// <summary>The server is away for minutes: nobody is buried for that, and afterwards all have what they had.</summary>
    [Fact]
    public async Task ServerAwayForMinutes_ComesBack_SharesAreAsBeforeAndNobodyIsThoughtDead()
    {
        var (one, other) = await StartTwoAsync();
        var before = Shards(one);
        var tokens = await TokensAsync();
        foreach (var replica in replicas)
        {
            replica.Api.Fault = _ => new ApiFailure.Unavailable("away");
        }

        cluster.DisconnectWatches();
        await UntilAsync(() => one.Held.Count == 0 && other.Held.Count == 0, "both have stopped");
        await PassAsync(180);
        foreach (var replica in replicas)
        {
            replica.Api.Fault = null;
        }

        await UntilAsync(() => (one.Held.Count, other.Held.Count) == (4, 4), "both are back");
        Assert.Equal(before, Shards(one));
        Assert.All((await TokensAsync()).Zip(tokens), pair => Assert.True(pair.First > pair.Second));
    }

    /// <summary>One that dies again and again is given nothing that works elsewhere.</summary>
    [Fact]
    public async Task ReplicaComesAndGoes_Holder_KeepsItsShards()
    {
        var one = await StartAloneAsync("a");
        for (var life = 0; life < 5; life++)
        {
            var flapping = Start($"b{life}");
            await UntilAsync(() => flapping.Membership is not null, "lives");
            await PassAsync(8);
            await flapping.StopAsync();
        }

        Assert.Equal(All, one.Held.Count);
        Assert.Equal(All, one.Gained.Count);
    }

    private Replica Start(string identity, ShardLayout? layout = null)
    {
        var replica = Replica.Start(cluster, clock, identity, layout);
        replicas.Add(replica);
        return replica;
    }

    private async Task<Replica> StartAloneAsync(string identity)
    {
        var replica = Start(identity);
        await UntilAsync(() => replica.Held.Count == All, "has all");
        return replica;
    }

    private async Task<(Replica One, Replica Other)> StartTwoAsync()
    {
        var (one, other) = (await StartAloneAsync("a"), Start("b"));
        await UntilAsync(() => (one.Held.Count, other.Held.Count) == (4, 4), "two share");
        return (one, other);
    }

    /// <summary>Moves the clock on, but never past work that is under way: on a busy machine live replicas would seem dead.</summary>
    private async Task UntilAsync(Func<bool> condition, string what)
    {
        for (var step = 0; step < 600; step++)
        {
            await SettleAsync();
            if (condition())
            {
                return;
            }

            clock.Advance(Step);
        }

        Assert.Fail($"not within 5 minutes of the clock: {what}");
    }

    private async Task PassAsync(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await SettleAsync();
        }
    }

    /// <summary>Until nobody asks anything of the API any more.</summary>
    private async Task SettleAsync()
    {
        for (var (quiet, last) = (0, -1L); quiet < 4;)
        {
            await Task.Delay(2, TestContext.Current.CancellationToken);
            var calls = replicas.Sum(replica => (long)replica.Api.Calls.Count) + cluster.Writes;
            (quiet, last) = (calls == last ? quiet + 1 : 0, calls);
        }
    }

    private static int[] Shards(Replica replica) => [.. Enumerable.Range(0, All).Where(shard => replica.Held.Has(KeyIn(shard)))];

    private static ResourceKey Key(Replica replica) => KeyIn(Shards(replica)[0]);

    private static ResourceKey KeyIn(int shard) =>
        Enumerable.Range(0, 1000).Select(index => new ResourceKey("ns", $"node-{index}")).First(key => Layout.Of(key) == shard);

    private async Task<int[]> TokensAsync()
    {
        var tokens = new int[All];
        for (var shard = 0; shard < All; shard++)
        {
            var found = (ApiOutcome<Lease>.Ok)await api.GetAsync(Lease.Type, Layout.LeaseOf(shard, Replica.Space), CancellationToken.None);
            tokens[shard] = found.Value.Spec.LeaseTransitions ?? 0;
        }

        return tokens;
    }

    private async Task CreateAsync(ResourceKey key, string holder, int transitions)
    {
        var lease = new Lease
        {
            Metadata = new ObjectMeta { Name = key.Name, Namespace = key.Namespace },
            Spec = new LeaseSpec { HolderIdentity = holder, LeaseDurationSeconds = 15, LeaseTransitions = transitions },
        };
        Assert.Null((await api.CreateAsync(Lease.Type, lease, CancellationToken.None)).Failure);
    }

    private async Task RenewAsync(ResourceKey key, int turn) => Assert.Null((await api.PatchAsync(
        Lease.Type, key, new ResourcePatch.Merge($"{{\"metadata\":{{\"annotations\":{{\"turn\":\"{turn}\"}}}}}}"), CancellationToken.None)).Failure);
}
