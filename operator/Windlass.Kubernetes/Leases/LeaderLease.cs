using Microsoft.Extensions.Logging;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Wire;

namespace Windlass.Kubernetes.Leases;

/// <summary>
/// Leader election on a Lease object. It does not by itself guarantee that only one acts: see <see cref="Leadership.Transitions"/>.
/// </summary>
public sealed partial class LeaderLease
{
    private readonly LeaseOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly LeaseClient client;

    /// <summary>Does nothing until <see cref="RunAsync"/>.</summary>
    public LeaderLease(IClusterApi api, LeaseOptions options, TimeProvider time, ILogger<LeaderLease> logger)
    {
        (this.options, this.time, this.logger) = (options, time, logger);
        client = new LeaseClient(api, options, time);
    }

    /// <summary>
    /// Waits for leadership, then runs the work until it ends, the token is cancelled, or leadership is lost (the work's token is cancelled then, and it
    /// has less than duration − renew deadline to end). One time in office: call again to stand again. What the work throws is thrown on, after the
    /// lease was given back.
    /// </summary>
    public async Task<LeaderEnd> RunAsync(Func<Leadership, CancellationToken, Task> lead, CancellationToken cancellation)
    {
        Lease held;
        long since;
        try
        {
            (held, since) = await WaitForLeaseAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new LeaderEnd.Stopped();
        }

        LogAcquired(logger, options.Key, options.Identity, held.Spec.LeaseTransitions);
        using var office = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var renewal = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken.None);
        var term = new LeaseTerm(client, options, time, held, since);
        var leadership = new Leadership(options.Identity, held.Spec.LeaseTransitions ?? 0, office.Token, term);

        // Renewal goes on while the work winds down after a stop: nobody shall take over work that has not ended.
        var renewing = term.RenewUntilLostAsync(renewal.Token);
        var working = Task.Run(() => lead(leadership, office.Token), CancellationToken.None);
        await Task.WhenAny(working, renewing).ConfigureAwait(false);
        if (working.IsCompleted)
        {
            await renewal.CancelAsync().ConfigureAwait(false);
            await renewing.ConfigureAwait(false);
            await FinishAsync(working, term, office).ConfigureAwait(false);
            return new LeaderEnd.Stopped();
        }

        return await LoseAsync(await renewing.ConfigureAwait(false) ?? "", working, office).ConfigureAwait(false);
    }

    private async Task<(Lease Held, long Since)> WaitForLeaseAsync(CancellationToken cancellation)
    {
        var told = "";
        while (true)
        {
            using var turn = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            // Asked before we look, so that a change between the look and the pause does not cost a whole pause.
            var changed = options.Changed?.Invoke(turn.Token) ?? Task.Delay(Timeout.Infinite, turn.Token);
            var since = time.GetTimestamp();
            var attempt = await client.AcquireAsync(cancellation).ConfigureAwait(false);
            if (attempt is LeaseAttempt.Held { Lease: var lease })
            {
                await turn.CancelAsync().ConfigureAwait(false);
                return (lease, since);
            }

            var reason = attempt is LeaseAttempt.Taken taken ? taken.Reason : ((LeaseAttempt.Unknown)attempt).Reason;
            if (reason != told)
            {
                LogWaiting(logger, options.Key, reason);
                told = reason;
            }

            await PauseAsync(changed, turn).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Until the next try: at the latest after a while, at once when the object has changed. Given back, it is taken within moments.</summary>
    private async Task PauseAsync(Task changed, CancellationTokenSource turn)
    {
        var length = options.RetryPeriod * (1 + (0.5 * Random.Shared.NextDouble()));
        await Task.WhenAny(Task.Delay(length, time, turn.Token), changed).ConfigureAwait(false);
        await turn.CancelAsync().ConfigureAwait(false);
    }

    private async Task FinishAsync(Task working, LeaseTerm term, CancellationTokenSource office)
    {
        await office.CancelAsync().ConfigureAwait(false);
        await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var released = await client.ReleaseAsync(term.Held, CancellationToken.None).ConfigureAwait(false);
        LogReleased(logger, options.Key, released is LeaseAttempt.Held ? "given back" : "left to expire");
        if (working.IsFaulted)
        {
            await working.ConfigureAwait(false);
        }
    }

    private async Task<LeaderEnd> LoseAsync(string reason, Task working, CancellationTokenSource office)
    {
        LogLost(logger, options.Key, reason);
        await office.CancelAsync().ConfigureAwait(false);
        var grace = (options.Duration - options.RenewDeadline) * 0.8;
        await Task.WhenAny(working, Task.Delay(grace, time, CancellationToken.None)).ConfigureAwait(false);
        if (!working.IsCompleted)
        {
            return new LeaderEnd.Abandoned(reason);
        }

        await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new LeaderEnd.Lost(reason);
    }
}
