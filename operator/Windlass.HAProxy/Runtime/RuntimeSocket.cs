using System.Buffers;
using System.Net.Sockets;
using System.Text;

namespace Windlass.HAProxy.Runtime;

/// <summary>
/// One exchange per connection with a HAProxy stats or master socket: one line out, half-close, read to the end. Outside its
/// prompt mode HAProxy documents exactly one line per connection, so several commands share the line, separated by semicolons.
/// </summary>
/// <param name="path">The unix socket; in production the local end of an SSH forward.</param>
/// <param name="time">Runs the deadline.</param>
internal sealed class RuntimeSocket(string path, TimeProvider time)
{
    /// <summary>Longer answers are refused, so that a wrong peer cannot fill our memory. 10,000 servers take about 5 MiB.</summary>
    internal const int LongestAnswer = 8 * 1024 * 1024;

    /// <summary>For the whole exchange, connecting included. A local command takes a fraction of a millisecond, a forwarded one a few.</summary>
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    internal async Task<RuntimeAnswer> AskAsync(string line, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await ExchangeAsync(line, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new RuntimeAnswer.Failed($"{path}: no answer within {Deadline.TotalSeconds:0} s");
        }
        catch (SocketException exception)
        {
            return new RuntimeAnswer.Failed($"{path}: {exception.Message}");
        }
    }

    private async Task<RuntimeAnswer> ExchangeAsync(string line, CancellationToken cancellationToken)
    {
        if (!TryEndPoint(out var endPoint))
        {
            return new RuntimeAnswer.Failed($"{path}: not a usable path of a unix socket (empty, or longer than the system allows)");
        }

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
        var request = Encoding.ASCII.GetBytes(line + "\n").AsMemory();
        while (!request.IsEmpty)
        {
            request = request[await socket.SendAsync(request, cancellationToken).ConfigureAwait(false)..];
        }

        socket.Shutdown(SocketShutdown.Send);
        return await ReadToEndAsync(socket, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RuntimeAnswer> ReadToEndAsync(Socket socket, CancellationToken cancellationToken)
    {
        var answer = new ArrayBufferWriter<byte>(16 * 1024);
        while (true)
        {
            var count = await socket.ReceiveAsync(answer.GetMemory(16 * 1024), cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                return new RuntimeAnswer.Text(Encoding.UTF8.GetString(answer.WrittenSpan));
            }

            answer.Advance(count);
            if (answer.WrittenCount > LongestAnswer)
            {
                return new RuntimeAnswer.Failed($"{path}: answer longer than {LongestAnswer / 1024 / 1024} MiB");
            }
        }
    }

    private bool TryEndPoint(out UnixDomainSocketEndPoint endPoint)
    {
        endPoint = null!;
        try
        {
            endPoint = new UnixDomainSocketEndPoint(path);
            return true;
        }
        catch (ArgumentException)
        {
            // The framework offers no other way to ask whether a path fits.
            return false;
        }
    }
}
