using System.Collections.Immutable;
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
    private readonly Lock gate = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long renewed = since;
    private TaskCompletionSource<bool> next = New();
    private TaskCompletionSource hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableDictionary<string, string>? labels;

    /// <summary>The lease as it was stored last. Read it only when <see cref="RenewUntilLostAsync"/> has ended.</summary>
    public Lease Held { get; private set; } = held;

    /// <summary>
    /// By our own clock nobody may have taken over yet. A process that was stopped or slept finds the truth here at once, before any timer has fired.
    /// </summary>
    public bool IsCurrent => !ended.Task.IsCompleted && Remaining(Volatile.Read(ref renewed)) > TimeSpan.Zero;

    /// <summary>Renews until the lease is lost (returns why) or the token is cancelled (returns null). A try under way is cancelled with it.</summary>
    public async Task<string?> RenewUntilLostAsync(CancellationToken cancellation)
    {
        try
        {
            return await RenewAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            ended.TrySetResult();
        }
    }

    /// <summary>Asks the server, by a renewal that begins after this call; calls at the same time share one. False: the lease is lost.</summary>
    public async Task<bool> ConfirmAsync(CancellationToken cancellation)
    {
        var renewal = Next(isUrgent: true);
        while (true)
        {
            if (await Task.WhenAny(renewal, ended.Task).WaitAsync(cancellation).ConfigureAwait(false) != renewal)
            {
                return false;
            }

            if (await renewal.ConfigureAwait(false))
            {
                return true;
            }

            // The server did not answer: hurry would only make it worse.
            renewal = Next(isUrgent: false);
        }
    }

    /// <summary>Sets labels with the next renewal, which comes at once.</summary>
    public void Label(ImmutableDictionary<string, string> now)
    {
        Volatile.Write(ref labels, now);
        Next(isUrgent: true);
    }

    private static TaskCompletionSource<bool> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<string?> RenewAsync(CancellationToken cancellation)
    {
        var trouble = "";
        while (true)
        {
            await PauseAsync(Shorter(options.RetryPeriod, Remaining(renewed)), cancellation).ConfigureAwait(false);
            var remaining = Remaining(renewed);
            if (remaining <= TimeSpan.Zero)
            {
                return $"not renewed for {options.RenewDeadline.TotalSeconds:0} s ({trouble})";
            }

            var (begun, asked) = (time.GetTimestamp(), Begin());
            switch (await client.RenewAsync(Held, Volatile.Read(ref labels), remaining, cancellation).ConfigureAwait(false))
            {
                case LeaseAttempt.Held { Lease: var stored }:
                    Held = stored;
                    Volatile.Write(ref renewed, begun);
                    asked.TrySetResult(true);
                    break;
                case LeaseAttempt.Taken { Reason: var reason }:
                    return reason;
                case LeaseAttempt.Unknown { Reason: var reason }:
                    trouble = reason;
                    asked.TrySetResult(false);
                    break;
            }
        }
    }

    /// <summary>Who asks from here on waits for the renewal after this one.</summary>
    private TaskCompletionSource<bool> Begin()
    {
        lock (gate)
        {
            var asked = next;
            (next, hurry) = (New(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return asked;
        }
    }

    private Task<bool> Next(bool isUrgent)
    {
        lock (gate)
        {
            if (isUrgent)
            {
                hurry.TrySetResult();
            }

            return next.Task;
        }
    }

    private async Task PauseAsync(TimeSpan length, CancellationToken cancellation)
    {
        Task asked;
        lock (gate)
        {
            asked = hurry.Task;
        }

        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(Task.Delay(length, time, pause.Token), asked).ConfigureAwait(false);
        await pause.CancelAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
    }

    private TimeSpan Remaining(long since)
    {
        var left = options.RenewDeadline - time.GetElapsedTime(since);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
