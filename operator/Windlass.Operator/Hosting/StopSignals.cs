using System.Runtime.InteropServices;

namespace Windlass.Operator.Hosting;

/// <summary>
/// The process is asked to stop: the token is cancelled and everything winds down in order. Steps go on on their nodes; the next start collects them.
/// A second signal ends the process at once, and so does a wind-down that takes too long.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>Less than the 30 s that Kubernetes gives before it kills.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(25);

    private readonly CancellationTokenSource _stop = new();
    private readonly Timer _deadline = new(_ => GiveUp());
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _interrupt;

    public StopSignals()
    {
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
        _deadline.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        signal.Cancel = true;
        _deadline.Change(Longest, Timeout.InfiniteTimeSpan);
        _stop.Cancel();
    }

    private static void GiveUp()
    {
        Console.Error.WriteLine($"windlass: not stopped after {Longest.TotalSeconds:0} s; ending anyway");
        Environment.Exit(1);
    }
}
