using Windlass.Kubernetes.Wire;

namespace Windlass.Kubernetes.Leases;

/// <summary>The renewals of one time in office.</summary>
/// <param name="client">Single tries.</param>
/// <param name="options">The times.</param>
/// <param name="time">The clock.</param>
/// <param name="held">The lease as it was taken.</param>
/// <param name="since">When that request was begun: counted from there, we give up before others may take over.</param>
internal sealed class LeaseTerm(LeaseClient client, LeaseOptions options, TimeProvider time, Lease held, long since)
{
    /// <summary>The lease as it was stored last. Read it only when <see cref="RenewUntilLostAsync"/> has ended.</summary>
    public Lease Held { get; private set; } = held;

    /// <summary>Renews until the lease is lost (returns why) or the token is cancelled (returns null). A try under way is cancelled with it.</summary>
    public async Task<string?> RenewUntilLostAsync(CancellationToken cancellation)
    {
        var renewed = since;
        var trouble = "";
        try
        {
            while (true)
            {
                await Task.Delay(Shorter(options.RetryPeriod, Remaining(renewed)), time, cancellation).ConfigureAwait(false);
                var remaining = Remaining(renewed);
                if (remaining <= TimeSpan.Zero)
                {
                    return $"not renewed for {options.RenewDeadline.TotalSeconds:0} s ({trouble})";
                }

                var begun = time.GetTimestamp();
                switch (await client.RenewAsync(Held, remaining, cancellation).ConfigureAwait(false))
                {
                    case LeaseAttempt.Held { Lease: var stored }:
                        Held = stored;
                        renewed = begun;
                        break;
                    case LeaseAttempt.Taken { Reason: var reason }:
                        return reason;
                    case LeaseAttempt.Unknown { Reason: var reason }:
                        trouble = reason;
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private TimeSpan Remaining(long renewed)
    {
        var left = options.RenewDeadline - time.GetElapsedTime(renewed);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
