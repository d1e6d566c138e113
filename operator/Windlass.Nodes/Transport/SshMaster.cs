using System.Diagnostics;

namespace Windlass.Nodes.Transport;

/// <summary>
/// The one connection to a node: our own child process in the foreground, so that we see it end. Everything else runs over its socket.
/// </summary>
internal sealed class SshMaster : IAsyncDisposable
{
    private static readonly TimeSpan ReadyPoll = TimeSpan.FromMilliseconds(15);
    private volatile bool abandoned;
    private readonly Process process;
    private readonly CappedReader error;
    private readonly SshFiles files;
    private readonly TimeProvider time;

    private SshMaster(Process process, SshFiles files, TimeProvider time)
    {
        this.process = process;
        this.files = files;
        this.time = time;
        error = new CappedReader(process.StandardError.BaseStream, 64 * 1024);
        Reading = Task.WhenAll(error.ReadAsync(() => { }), new CappedReader(process.StandardOutput.BaseStream, 1024).ReadAsync(() => { }));
    }

    /// <summary>
    /// The process is there and was not given up; whether the network is, shows at the next exchange. A process that was just killed
    /// still counts as running for a moment, and an exchange begun in it would fail like the one before.
    /// </summary>
    public bool IsAlive => !abandoned && !process.HasExited;

    /// <summary>Sockets of the node that are reachable over this connection, by remote path.</summary>
    public Dictionary<string, string> Forwards { get; } = [];

    private Task Reading { get; }

    /// <summary>Connects and logs in.</summary>
    /// <param name="files">What ssh is to read.</param>
    /// <param name="deadline">Time for all of it.</param>
    /// <param name="time">Clock of the deadline.</param>
    /// <param name="ct">Gives up; nothing is left behind.</param>
    public static async Task<MasterOutcome> OpenAsync(SshFiles files, TimeSpan deadline, TimeProvider time, CancellationToken ct)
    {
        File.Delete(files.ControlPath);
        var process = ChildProcess.Start("ssh", files.MasterArguments(), out var reason);
        if (process is null)
        {
            return new MasterOutcome.Failed(new NodeFailure(NodeFailureKind.Unreachable, $"the ssh client could not be started ({reason})"));
        }

        var master = new SshMaster(process, files, time);
        try
        {
            return await master.ReadyAsync(deadline, ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await master.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends the connection: asks first, then kills.</summary>
    public async ValueTask DisposeAsync()
    {
        if (IsAlive && File.Exists(files.ControlPath))
        {
            await ChildProcess.RunAsync("ssh", files.ControlArguments("exit"), "", TimeSpan.FromSeconds(1), time, CancellationToken.None).ConfigureAwait(false);
        }

        Abandon();
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        process.Dispose();
        File.Delete(files.ControlPath);
    }

    /// <summary>Kills it without a word: for one that does not answer.</summary>
    public void Abandon()
    {
        abandoned = true;
        if (!process.HasExited)
        {
            process.Kill();
        }
    }

    /// <summary>ssh makes the socket, whole and listening, only after the login.</summary>
    private async Task<MasterOutcome> ReadyAsync(TimeSpan deadline, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        while (IsAlive && time.GetElapsedTime(began) < deadline)
        {
            if (File.Exists(files.ControlPath))
            {
                return new MasterOutcome.Ready(this);
            }

            await Task.Delay(ReadyPoll, time, ct).ConfigureAwait(false);
        }

        var hasEnded = !IsAlive;
        Abandon();
        await Task.WhenAny(Reading, Task.Delay(TimeSpan.FromMilliseconds(500), time, ct)).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
        return new MasterOutcome.Failed(hasEnded
            ? SshComplaint.OfConnect(error.Text)
            : new NodeFailure(NodeFailureKind.ConnectTimeout, $"no login within {deadline.TotalSeconds:0} s: is the machine up and not frozen?"));
    }
}
