using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Windlass.Nodes.Transport;

/// <summary>Runs one short child process: input, capped output, a deadline, and no waiting for grandchildren that hold the pipes.</summary>
internal static class ChildProcess
{
    /// <summary>Bytes of standard output that are held, unless told otherwise.</summary>
    private const int OutputCap = 4 * 1024 * 1024;
    private const int ErrorCap = 64 * 1024;

    /// <summary>After the exit, output still in the pipe is read for so long; a grandchild may keep the pipe open for ever.</summary>
    private static readonly TimeSpan EndOfOutputGrace = TimeSpan.FromMilliseconds(500);

    /// <summary>Starts a process by argument vector, with pipes on its three standard streams.</summary>
    /// <returns>The process, or null with the reason.</returns>
    public static Process? Start(string file, IEnumerable<string> arguments, out string reason)
    {
        var info = new ProcessStartInfo(file)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/",
        };
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        try
        {
            reason = "";
            return Process.Start(info);
        }
        catch (Win32Exception missing)
        {
            reason = missing.Message;
            return null;
        }
    }

    /// <summary>Runs a process to its end.</summary>
    /// <param name="file">Program.</param>
    /// <param name="arguments">Its argument vector.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="deadline">Counted by <paramref name="time"/>; then it is killed.</param>
    /// <param name="time">Clock of the deadline.</param>
    /// <param name="ct">Kills it and throws.</param>
    public static async Task<ChildResult> RunAsync(
        string file, IEnumerable<string> arguments, string input, TimeSpan deadline, TimeProvider time, CancellationToken ct) =>
        await RunAsync(file, arguments, input, OutputCap, deadline, time, ct).ConfigureAwait(false);

    /// <inheritdoc cref="RunAsync(string, IEnumerable{string}, string, TimeSpan, TimeProvider, CancellationToken)"/>
    /// <param name="outputCap">Bytes of standard output; with more it is killed.</param>
    public static async Task<ChildResult> RunAsync(
        string file, IEnumerable<string> arguments, string input, int outputCap, TimeSpan deadline, TimeProvider time, CancellationToken ct)
    {
        using var process = Start(file, arguments, out var reason);
        if (process is null)
        {
            return new ChildResult(ChildEnd.NotStarted, -1, "", reason);
        }

        using var overflow = new CancellationTokenSource();
        using var late = new CancellationTokenSource(deadline, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token, overflow.Token);
        var output = new CappedReader(process.StandardOutput.BaseStream, outputCap);
        var error = new CappedReader(process.StandardError.BaseStream, ErrorCap);
        var reading = Task.WhenAll(output.ReadAsync(overflow.Cancel), error.ReadAsync(() => { }), FeedAsync(process, input, stop.Token));
        var end = await EndAsync(process, overflow.Token, stop.Token).ConfigureAwait(false);
        ct.ThrowIfCancellationRequested();
        await Task.WhenAny(reading, Task.Delay(EndOfOutputGrace, time, CancellationToken.None)).ConfigureAwait(false);
        return new ChildResult(end, process.HasExited ? process.ExitCode : -1, output.Text, error.Text);
    }

    private static async Task<ChildEnd> EndAsync(Process process, CancellationToken overflow, CancellationToken stop)
    {
        try
        {
            await process.WaitForExitAsync(stop).ConfigureAwait(false);
            return overflow.IsCancellationRequested ? ChildEnd.Overflowed : ChildEnd.Exited;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            return overflow.IsCancellationRequested ? ChildEnd.Overflowed : ChildEnd.TimedOut;
        }
    }

    private static async Task FeedAsync(Process process, string input, CancellationToken ct)
    {
        try
        {
            await using var stream = process.StandardInput.BaseStream;
            await stream.WriteAsync(Encoding.UTF8.GetBytes(input), ct).ConfigureAwait(false);
        }
        catch (Exception closed) when (closed is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The child ended without reading its input; its exit code and its words tell more than this broken pipe.
            return;
        }
    }
}
