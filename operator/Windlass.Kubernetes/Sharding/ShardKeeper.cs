using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Leases;
using Windlass.Kubernetes.Wire;

namespace Windlass.Kubernetes.Sharding;

/// <summary>
/// Takes and gives shards while we hold our own lease as a replica. Only that one is renewed: the lease of a shard names its holder, and is good for
/// as long as the holder's own. Whoever finds a replica dead empties its lease first, over the version it saw, and takes its shards then: a
/// replica that slept can neither renew nor act as if nothing had been.
/// </summary>
/// <param name="api">Where the leases are.</param>
/// <param name="leases">What is known of them.</param>
/// <param name="layout">Which shards there are.</param>
/// <param name="options">Who we are.</param>
/// <param name="held">What is ours; told to whoever works.</param>
/// <param name="gained">Told which shard has become ours: its keys want a look.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it logs.</param>
public sealed partial class ShardKeeper(
    IClusterApi api, LeaseWatch leases, ShardLayout layout, ShardOptions options, HeldShards held, Action<int> gained, TimeProvider time, ILogger<ShardKeeper> logger)
{
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(5);

    private readonly ShardPlanner planner = new(layout, options);

    /// <summary>Shards that are not ours any more, but in which work has not ended yet: nobody waits for that but the lease.</summary>
    private readonly ConcurrentDictionary<int, Task> leaving = [];

    /// <summary>The lease of our own, for a <see cref="LeaderLease"/> of nobody but us.</summary>
    public LeaseOptions Membership => new()
    {
        Key = layout.LeaseOf(options.Identity, options.Namespace),
        Identity = options.Identity,
        Duration = options.Duration,
        Labels = layout.LabelsOf("replica"),
    };

    /// <summary>Works until the membership ends. On a stop each shard is given back as soon as the work in it has ended; what was lost is only left.</summary>
    public async Task RunAsync(Leadership membership, CancellationToken cancellation)
    {
        await leases.Synced.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var sightings = new LeaseSightings(time);
        while (!cancellation.IsCancellationRequested)
        {
            var next = leases.Next;
            if (membership.IsCurrent)
            {
                await TurnAsync(sightings, membership, cancellation).ConfigureAwait(false);
            }

            await PauseAsync(next, cancellation).ConfigureAwait(false);
        }

        // Others take over what we give back from now on; what work still goes on in, they find held until it ends.
        membership.Label(layout.LabelsOf(ShardPlanner.Leaving));
        foreach (var shard in held.Shards)
        {
            Leave(shard, membership);
        }

        await Task.WhenAll(leaving.Values).ConfigureAwait(false);
    }

    private async Task TurnAsync(LeaseSightings sightings, Leadership membership, CancellationToken cancellation)
    {
        await Task.WhenAll(held.Shards.Where(shard => !IsSeenAsOurs(shard)).Select(shard => VerifyAsync(shard, membership, cancellation))).ConfigureAwait(false);
        await ForgetLeftAsync().ConfigureAwait(false);
        var seen = sightings.Look(leases.Current);
        var moves = planner.Decide(seen, held.Shards, leaving.Keys.ToHashSet());
        foreach (var shard in moves.Give)
        {
            Leave(shard, membership);
        }

        var floor = seen.Values.Where(sight => layout.IsOurs(sight.Key)).Select(sight => (long)(sight.Lease.Spec.LeaseTransitions ?? 0)).DefaultIfEmpty(0).Max();
        await Task.WhenAll(
        [
            .. moves.Bury.Select(dead => BuryAsync(dead, cancellation)),
            .. moves.Sweep.Select(forgotten => SweepAsync(forgotten, cancellation)),
            .. moves.Take.Select(shard => TakeAsync(shard, seen.GetValueOrDefault(layout.LeaseOf(shard, options.Namespace))?.Lease, floor, membership, cancellation)),
        ]).ConfigureAwait(false);
    }

    private async Task PauseAsync(Task next, CancellationToken cancellation)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(Task.Delay(options.Beat, time, pause.Token), next).ConfigureAwait(false);
        await pause.CancelAsync().ConfigureAwait(false);
    }

    /// <summary>Over the version by which it was found free, not a newer one: that may be a live replica's.</summary>
    private async Task TakeAsync(int shard, Lease? current, long floor, Leadership membership, CancellationToken cancellation)
    {
        var wish = new LeaseOptions { Key = layout.LeaseOf(shard, options.Namespace), Identity = options.Identity, Duration = options.Duration, Labels = layout.LabelsOf("shard") };
        var taken = LeaseRecord.Taken(current, wish, floor, time.GetUtcNow());
        var outcome = await TryAsync(
            token => current is null ? api.CreateAsync(Lease.Type, taken, token) : api.ReplaceAsync(Lease.Type, taken, token), cancellation).ConfigureAwait(false);
        if (!outcome.TryGet(out var stored, out var failure))
        {
            // Others want it too: whoever was first has it.
            if (failure is not (ApiFailure.Conflict or ApiFailure.AlreadyExists) && !cancellation.IsCancellationRequested)
            {
                LogTrouble(logger, shard, "taken", failure.Message);
            }

            return;
        }

        var fence = stored.Spec.LeaseTransitions ?? 0;
        LogTaken(logger, shard, fence);
        held.Gain(shard, fence, membership.Held);
        gained(shard);
    }

    /// <summary>Nothing new begins in the shard from now on; its lease is given back once nothing is left in it.</summary>
    private void Leave(int shard, Leadership membership) => leaving[shard] = LeaveAsync(shard, membership);

    private async Task LeaveAsync(int shard, Leadership membership)
    {
        var token = held.TokenOf(shard);
        await held.LeaveAsync(shard).ConfigureAwait(false);
        if (!membership.IsCurrent)
        {
            return;
        }

        var failure = await ReleaseAsync(shard, token).ConfigureAwait(false);
        if (failure is null)
        {
            LogGiven(logger, shard);
        }
        else
        {
            LogTrouble(logger, shard, "given back", failure.Message);
        }
    }

    private async Task ForgetLeftAsync()
    {
        foreach (var left in leaving.Where(each => each.Value.IsCompleted).ToArray())
        {
            leaving.TryRemove(left);
            await left.Value.ConfigureAwait(false);
        }
    }

    private async Task<ApiFailure?> ReleaseAsync(int shard, long? token)
    {
        var key = layout.LeaseOf(shard, options.Namespace);
        var found = await TryAsync(cancel => api.GetAsync(Lease.Type, key, cancel), CancellationToken.None).ConfigureAwait(false);
        if (!found.TryGet(out var lease, out var failure) || !IsOurs(lease, token))
        {
            return failure;
        }

        var released = LeaseRecord.Released(lease, time.GetUtcNow());
        return (await TryAsync(cancel => api.ReplaceAsync(Lease.Type, released, cancel), CancellationToken.None).ConfigureAwait(false)).Failure;
    }

    /// <summary>The watch may not have brought back what we wrote, or somebody has changed it: the server knows.</summary>
    private async Task VerifyAsync(int shard, Leadership membership, CancellationToken cancellation)
    {
        var token = held.TokenOf(shard);
        var found = await TryAsync(cancel => api.GetAsync(Lease.Type, layout.LeaseOf(shard, options.Namespace), cancel), cancellation).ConfigureAwait(false);
        var isGone = found.TryGet(out var lease, out var failure) ? !IsOurs(lease, token) : failure is ApiFailure.NotFound;
        if (isGone)
        {
            LogLost(logger, shard);
            Leave(shard, membership);
        }
    }

    private async Task BuryAsync(LeaseSight dead, CancellationToken cancellation)
    {
        var outcome = await TryAsync(
            token => api.ReplaceAsync(Lease.Type, LeaseRecord.Released(dead.Lease, time.GetUtcNow()), token), cancellation).ConfigureAwait(false);
        if (outcome.Failure is null)
        {
            LogBuried(logger, dead.Holder, dead.Key);
        }
    }

    private async Task SweepAsync(LeaseSight forgotten, CancellationToken cancellation)
    {
        var only = new DeleteOptions { Uid = forgotten.Lease.Metadata.Uid, ResourceVersion = forgotten.Lease.Metadata.ResourceVersion };

        // Nothing depends on it: whoever comes next tries again.
        await TryAsync(token => api.DeleteAsync(Lease.Type, forgotten.Key, only, token), cancellation).ConfigureAwait(false);
    }

    private bool IsSeenAsOurs(int shard) => leases.Find(layout.LeaseOf(shard, options.Namespace)) is { } lease && IsOurs(lease, held.TokenOf(shard));

    private bool IsOurs(Lease lease, long? token) => lease.Spec.HolderIdentity == options.Identity && lease.Spec.LeaseTransitions == token;

    private async Task<ApiOutcome<T>> TryAsync<T>(Func<CancellationToken, Task<ApiOutcome<T>>> call, CancellationToken cancellation)
        where T : class
    {
        using var deadline = new CancellationTokenSource(WriteTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            return await call(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new ApiFailure.Unavailable($"no answer within {WriteTimeout.TotalSeconds:0} s");
        }
    }
}
