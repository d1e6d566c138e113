using System.Collections.Immutable;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Wire;

namespace Windlass.Kubernetes.Leases;

/// <summary>
/// Single tries on the lease object. Judges others only by whether the object changes while we look, on our monotonic clock: their times may be wrong.
/// </summary>
internal sealed class LeaseClient(IClusterApi api, LeaseOptions options, TimeProvider time)
{
    private string? seenVersion;
    private long seenAt;

    /// <summary>Takes the lease when it is free, ours from an earlier life, or has not changed for its own duration.</summary>
    public Task<LeaseAttempt> AcquireAsync(CancellationToken cancellation) => WithDeadlineAsync(AcquireOnceAsync, AttemptTimeout, cancellation);

    /// <summary>Writes our renewal over the version we know; when somebody touched the object, looks who holds it.</summary>
    /// <param name="held">As we stored it last.</param>
    /// <param name="labels">Set by the way; null: none.</param>
    /// <param name="remaining">How long the lease is still ours.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<LeaseAttempt> RenewAsync(Lease held, ImmutableDictionary<string, string>? labels, TimeSpan remaining, CancellationToken cancellation) =>
        WithDeadlineAsync(token => RewriteAsync(held, lease => LeaseRecord.Renewed(lease, labels, time.GetUtcNow()), token), remaining < AttemptTimeout ? remaining : AttemptTimeout, cancellation);

    /// <summary>Gives the lease back, so that the next leader need not wait for its end. A renewal that was cancelled may have been stored after all.</summary>
    public Task<LeaseAttempt> ReleaseAsync(Lease held, CancellationToken cancellation) =>
        WithDeadlineAsync(token => RewriteAsync(held, lease => LeaseRecord.Released(lease, time.GetUtcNow()), token), TimeSpan.FromSeconds(5), cancellation);

    // One request that hangs must not cost leadership: there is time for a second.
    private TimeSpan AttemptTimeout => TimeSpan.FromSeconds(Math.Max(1, options.RenewDeadline.TotalSeconds / 2));

    private async Task<LeaseAttempt> AcquireOnceAsync(CancellationToken cancellation)
    {
        var outcome = await api.GetAsync(Lease.Type, options.Key, cancellation).ConfigureAwait(false);
        if (outcome.TryGet(out var lease, out var failure))
        {
            return IsFree(lease)
                ? await WriteAsync(LeaseRecord.Taken(lease, options, time.GetUtcNow()), cancellation).ConfigureAwait(false)
                : new LeaseAttempt.Taken($"held by {lease.Spec.HolderIdentity}");
        }

        if (failure is not ApiFailure.NotFound)
        {
            return new LeaseAttempt.Unknown(failure.Message);
        }

        var created = await api.CreateAsync(Lease.Type, LeaseRecord.Taken(null, options, time.GetUtcNow()), cancellation).ConfigureAwait(false);
        return Judge(created);
    }

    private async Task<LeaseAttempt> RewriteAsync(Lease held, Func<Lease, Lease> change, CancellationToken cancellation)
    {
        var attempt = await WriteAsync(change(held), cancellation).ConfigureAwait(false);
        if (attempt is not LeaseAttempt.Taken)
        {
            return attempt;
        }

        var outcome = await api.GetAsync(Lease.Type, options.Key, cancellation).ConfigureAwait(false);
        if (!outcome.TryGet(out var stored, out var failure))
        {
            return failure is ApiFailure.NotFound ? new LeaseAttempt.Taken("the lease was deleted") : new LeaseAttempt.Unknown(failure.Message);
        }

        // The token tells a later life under the same name from this one.
        return stored.Spec.HolderIdentity == options.Identity && stored.Spec.LeaseTransitions == held.Spec.LeaseTransitions
            ? await WriteAsync(change(stored), cancellation).ConfigureAwait(false)
            : new LeaseAttempt.Taken($"taken by {stored.Spec.HolderIdentity}");
    }

    private async Task<LeaseAttempt> WriteAsync(Lease lease, CancellationToken cancellation) =>
        Judge(await api.ReplaceAsync(Lease.Type, lease, cancellation).ConfigureAwait(false));

    private static LeaseAttempt Judge(ApiOutcome<Lease> outcome) => outcome.TryGet(out var stored, out var failure)
        ? new LeaseAttempt.Held(stored)
        : failure switch
        {
            ApiFailure.Conflict or ApiFailure.AlreadyExists or ApiFailure.NotFound => new LeaseAttempt.Taken(failure.Message),
            _ => new LeaseAttempt.Unknown(failure.Message),
        };

    private bool IsFree(Lease lease)
    {
        var spec = lease.Spec;
        if (string.IsNullOrEmpty(spec.HolderIdentity) || spec.HolderIdentity == options.Identity)
        {
            return true;
        }

        if (seenVersion is null || seenVersion != lease.Metadata.ResourceVersion)
        {
            seenVersion = lease.Metadata.ResourceVersion ?? "";
            seenAt = time.GetTimestamp();
            return false;
        }

        var duration = spec.LeaseDurationSeconds is > 0 and int seconds ? TimeSpan.FromSeconds(seconds) : options.Duration;
        return time.GetElapsedTime(seenAt) > duration;
    }

    private async Task<LeaseAttempt> WithDeadlineAsync(
        Func<CancellationToken, Task<LeaseAttempt>> attempt, TimeSpan timeout, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            return await attempt(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new LeaseAttempt.Unknown($"no answer within {timeout.TotalSeconds:0.0} s");
        }
    }
}
