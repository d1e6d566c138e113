using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Leases;
using Windlass.Kubernetes.Sharding;
using Windlass.Kubernetes.Watching;
using Windlass.Kubernetes.Wire;
using Windlass.Testing;

namespace Windlass.Kubernetes.Tests.Leases;

public sealed class LeaderLeaseTests
{
    private static readonly ResourceKey Key = new("ns", "leader");
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);
    private readonly ManualTimeProvider clock = new();
    private readonly InMemoryCluster cluster;
    private readonly InMemoryClusterApi api;

    public LeaderLeaseTests()
    {
        cluster = new InMemoryCluster(clock);
        api = new InMemoryClusterApi(cluster);
    }

    [Fact]
    public async Task NoLease_Run_LeadsAndGivesBackOnStop()
    {
        using var stop = new CancellationTokenSource();
        var (running, office) = Start(api, "a", stop.Token);
        await Until.TrueAsync(() => office.Current is not null, "leading");
        Assert.Equal("a", (await StoredAsync()).HolderIdentity);
        await stop.CancelAsync();

        Assert.IsType<LeaderEnd.Stopped>(await running);
        var last = await StoredAsync();
        Assert.Equal(("", 1, office.Current!.Transitions), (last.HolderIdentity, last.LeaseDurationSeconds, (long)last.LeaseTransitions!));
    }

    /// <summary>The promise is 20 s: the lease's 15, and the time between two looks.</summary>
    [Fact]
    public async Task HolderStopsRenewing_OtherTakesOverAfterDurationWithHigherToken()
    {
        var dead = await SeedAsync("dead", 7);
        var died = clock.GetUtcNow();
        using var stop = new CancellationTokenSource();
        var (running, office) = Start(api, "b", stop.Token);
        await Until.TrueAsync(() => api.Calls.Count(call => call.Verb == "get") >= 1, "looked");
        clock.Advance(TimeSpan.FromSeconds(14));
        Assert.Null(office.Current);
        await Until.TrueAsync(clock, Step, () => office.Current is not null, "taken over");

        Assert.InRange(clock.GetUtcNow() - died, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(20));
        Assert.True(office.Current!.Transitions > dead.Spec.LeaseTransitions);
        await stop.CancelAsync();
        await running;
    }

    /// <summary>A rolling update: the promise is 2 s, and whoever watches the lease, as the operator does, needs not even its next look.</summary>
    [Fact]
    public async Task HolderStops_OtherWatches_LeadsWithoutAnyTimePassing()
    {
        using var stopOne = new CancellationTokenSource();
        using var stopOther = new CancellationTokenSource();
        var watch = new LeaseWatch(api, Key.Namespace, clock, NullLogger<ResourceStore<Lease>>.Instance);
        var watching = watch.RunAsync(stopOther.Token);
        var (first, one) = Start(api, "a", stopOne.Token);
        await Until.TrueAsync(() => one.Current is not null, "leading");
        var other = new Office();
        var waiting = new LeaseOptions { Key = Key, Identity = "b", Changed = token => watch.ChangedAsync(Key, token) };
        var looks = api.Calls.Count(call => call.Verb == "get");
        var second = new LeaderLease(api, waiting, clock, NullLogger<LeaderLease>.Instance).RunAsync(other.HoldAsync, stopOther.Token);
        await Until.TrueAsync(() => api.Calls.Count(call => call.Verb == "get") > looks, "looked");
        await stopOne.CancelAsync();
        await first;
        await Until.TrueAsync(() => other.Current is not null, "taken over");

        Assert.True(other.Current!.Transitions > one.Current!.Transitions);
        await stopOther.CancelAsync();
        await Task.WhenAll(second, watching);
    }

    [Fact]
    public async Task SameIdentityAfterCrash_Run_LeadsAtOnceWithHigherToken()
    {
        // Far in the future of any clock: only adding one helps here.
        await SeedAsync("a", 2_000_000_000);
        using var stop = new CancellationTokenSource();
        var (running, office) = Start(api, "a", stop.Token);
        await Until.TrueAsync(() => office.Current is not null, "leading");

        Assert.Equal(2_000_000_001, office.Current!.Transitions);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task LeaseDeleted_NextTerm_HasHigherToken()
    {
        using var stop = new CancellationTokenSource();
        var (first, office) = Start(api, "a", stop.Token);
        await Until.TrueAsync(() => office.Current is not null, "leading");
        await api.DeleteAsync(Lease.Type, Key, new DeleteOptions(), CancellationToken.None);
        await Until.TrueAsync(clock, Step, () => first.IsCompleted, "lost");
        var (second, later) = Start(api, "a", stop.Token);
        await Until.TrueAsync(() => later.Current is not null, "leading again");

        Assert.IsType<LeaderEnd.Lost>(await first);
        Assert.True(later.Current!.Transitions > office.Current!.Transitions);
        await stop.CancelAsync();
        await second;
    }

    [Fact]
    public async Task RenewalHangs_DeadlinePasses_HeldAndTheAttemptAreCancelled()
    {
        using var stop = new CancellationTokenSource();
        var (running, office) = Start(api, "a", stop.Token);
        await Until.TrueAsync(() => office.Current is not null, "leading");
        var hanging = 0;
        api.Hold = async (_, token) =>
        {
            Interlocked.Increment(ref hanging);
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                Interlocked.Decrement(ref hanging);
            }
        };
        var begun = clock.GetUtcNow();
        await Until.TrueAsync(clock, Step, () => office.Current!.Held.IsCancellationRequested, "lost");

        // Nobody else may take over before 15 s: we are out well before, and no request of ours is left that could renew.
        Assert.InRange(clock.GetUtcNow() - begun, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(12));
        Assert.IsType<LeaderEnd.Lost>(await running);
        Assert.Equal(0, hanging);
    }

    [Fact]
    public async Task ServerShortlyDown_Leadership_IsKept()
    {
        using var stop = new CancellationTokenSource();
        var (running, office) = Start(api, "a", stop.Token);
        await Until.TrueAsync(() => office.Current is not null, "leading");
        api.Fault = _ => new ApiFailure.Unavailable("down");
        var calls = api.Calls.Count;
        await Until.TrueAsync(clock, Step, () => api.Calls.Count >= calls + 2, "two failed renewals");
        api.Fault = null;
        var writes = cluster.Writes;
        await Until.TrueAsync(clock, Step, () => cluster.Writes >= writes + 2, "renewed again");

        Assert.False(office.Current!.Held.IsCancellationRequested);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task TakenByAnother_Renewal_LosesAtOnce()
    {
        using var stop = new CancellationTokenSource();
        var (running, office) = Start(api, "a", stop.Token);
        await Until.TrueAsync(() => office.Current is not null, "leading");
        var patch = new ResourcePatch.Merge("""{"spec":{"holderIdentity":"thief"}}""");
        await api.PatchAsync(Lease.Type, Key, patch, CancellationToken.None);
        await Until.TrueAsync(clock, Step, () => running.IsCompleted, "lost");

        Assert.Equal(new LeaderEnd.Lost("taken by thief"), await running);
        Assert.Equal("thief", (await StoredAsync()).HolderIdentity);
    }

    [Fact]
    public async Task LabelledByAnother_Renewal_GoesOn()
    {
        using var stop = new CancellationTokenSource();
        var (running, office) = Start(api, "a", stop.Token);
        await Until.TrueAsync(() => office.Current is not null, "leading");
        await api.PatchAsync(Lease.Type, Key, new ResourcePatch.Merge("""{"metadata":{"labels":{"x":"y"}}}"""), CancellationToken.None);
        var writes = cluster.Writes;
        await Until.TrueAsync(clock, Step, () => cluster.Writes >= writes + 2, "renewed");

        Assert.False(office.Current!.Held.IsCancellationRequested);
        await stop.CancelAsync();
        await running;
    }

    /// <summary>As by a renewal of our own that was stored though it was cancelled: nobody shall wait until the lease runs out.</summary>
    [Fact]
    public async Task ChangedSinceTheLastRenewal_Stop_IsGivenBackNonetheless()
    {
        using var stop = new CancellationTokenSource();
        var (running, office) = Start(api, "a", stop.Token);
        await Until.TrueAsync(() => office.Current is not null, "leading");
        await api.PatchAsync(Lease.Type, Key, new ResourcePatch.Merge("""{"metadata":{"labels":{"x":"y"}}}"""), CancellationToken.None);
        await stop.CancelAsync();
        await running;

        Assert.Equal("", (await StoredAsync()).HolderIdentity);
    }

    [Fact]
    public async Task TakenByAnotherMeanwhile_Stop_LeavesItAlone()
    {
        using var stop = new CancellationTokenSource();
        var (running, office) = Start(api, "a", stop.Token);
        await Until.TrueAsync(() => office.Current is not null, "leading");
        await api.PatchAsync(Lease.Type, Key, new ResourcePatch.Merge("""{"spec":{"holderIdentity":"thief"}}"""), CancellationToken.None);
        await stop.CancelAsync();
        await running;

        Assert.Equal("thief", (await StoredAsync()).HolderIdentity);
    }

    [Fact]
    public async Task Labelled_Lease_HasTheLabelWithoutAnyTimePassingAndKeepsIt()
    {
        using var stop = new CancellationTokenSource();
        var (running, office) = Start(api, "a", stop.Token);
        await Until.TrueAsync(() => office.Current is not null, "leading");
        office.Current!.Label(ImmutableDictionary<string, string>.Empty.Add("role", "leaving"));
        await Until.TrueAsync(() => cluster.Writes == 2, "labelled");
        await stop.CancelAsync();
        await running;

        Assert.True((await api.GetAsync(Lease.Type, Key, CancellationToken.None)).TryGet(out var lease, out _));
        Assert.Equal("leaving", lease.Metadata.Labels!["role"]);
    }

    [Fact]
    public async Task WorkIgnoresLoss_Run_SaysAbandoned()
    {
        using var never = new CancellationTokenSource();
        var work = new TaskCompletionSource();
        var running = Lease_("a", api).RunAsync((_, _) => work.Task, never.Token);
        await Until.TrueAsync(() => cluster.Writes == 1, "leading");
        api.Fault = _ => new ApiFailure.Unavailable("down");
        await Until.TrueAsync(clock, Step, () => running.IsCompleted, "given up");

        Assert.IsType<LeaderEnd.Abandoned>(await running);
        work.SetResult();
    }

    [Fact]
    public async Task WorkThrows_Run_GivesBackAndThrowsOn()
    {
        var running = Lease_("a", api).RunAsync((_, _) => throw new InvalidOperationException("a bug"), CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(() => running);
        Assert.Equal("", (await StoredAsync()).HolderIdentity);
    }

    [Fact]
    public async Task NullHolderAndTimes_Run_TakesTheLease()
    {
        var empty = new Lease { Metadata = new ObjectMeta { Name = Key.Name, Namespace = Key.Namespace } };
        await api.CreateAsync(Lease.Type, empty, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var (running, office) = Start(api, "a", stop.Token);
        await Until.TrueAsync(() => office.Current is not null, "leading");
        await stop.CancelAsync();
        await running;
    }

    private LeaderLease Lease_(string identity, IClusterApi cluster) =>
        new(cluster, new LeaseOptions { Key = Key, Identity = identity }, clock, NullLogger<LeaderLease>.Instance);

    private (Task<LeaderEnd> Running, Office Office) Start(IClusterApi cluster, string identity, CancellationToken stop)
    {
        var office = new Office();
        return (Lease_(identity, cluster).RunAsync(office.HoldAsync, stop), office);
    }

    private async Task<LeaseSpec> StoredAsync() =>
        ((ApiOutcome<Lease>.Ok)await api.GetAsync(Lease.Type, Key, CancellationToken.None)).Value.Spec;

    private async Task<Lease> SeedAsync(string holder, int transitions)
    {
        var lease = new Lease
        {
            Metadata = new ObjectMeta { Name = Key.Name, Namespace = Key.Namespace },
            Spec = new LeaseSpec { HolderIdentity = holder, LeaseDurationSeconds = 15, LeaseTransitions = transitions },
        };
        Assert.Null((await api.CreateAsync(Lease.Type, lease, CancellationToken.None)).Failure);
        return lease;
    }

    private sealed class Office
    {
        public volatile Leadership? Current;

        public async Task HoldAsync(Leadership leadership, CancellationToken cancellation)
        {
            Current = leadership;
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
