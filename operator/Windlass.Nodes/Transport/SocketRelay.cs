using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Windlass.Nodes.Transport;

/// <summary>
/// A local socket that stands for one on a node where nothing may be forwarded: each connection's line is put to the node as an order, and
/// the answer is given back. For one line per connection, as HAProxy's runtime socket has it.
/// </summary>
internal sealed class SocketRelay : IAsyncDisposable
{
    /// <summary>HAProxy's own line buffer.</summary>
    private const int LongestLine = 16 * 1024;

    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<Task, bool> connections = new();
    private readonly Socket listener;
    private readonly Func<string, CancellationToken, Task<string>> ask;
    private readonly Task accepting;

    private SocketRelay(string path, Socket listener, Func<string, CancellationToken, Task<string>> ask)
    {
        Path = path;
        this.listener = listener;
        this.ask = ask;
        accepting = AcceptAsync();
    }

    /// <summary>The local socket.</summary>
    public string Path { get; }

    /// <summary>Begins to listen.</summary>
    /// <param name="path">Socket to make, in a folder of ours; one that is there is replaced.</param>
    /// <param name="ask">Answers a line.</param>
    public static SocketRelay Start(string path, Func<string, CancellationToken, Task<string>> ask)
    {
        File.Delete(path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        return new SocketRelay(path, listener, ask);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await accepting.ConfigureAwait(false);
        await Task.WhenAll(connections.Keys).ConfigureAwait(false);
        listener.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = ServeAsync(await listener.AcceptAsync(stop.Token).ConfigureAwait(false));
                connections[connection] = true;
                _ = connection.ContinueWith(ended => connections.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed of: there is nobody to answer any more.
            return;
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        using (connection)
        {
            try
            {
                var line = await ReadAsync(connection).ConfigureAwait(false);
                var answer = Encoding.UTF8.GetBytes(await ask(line, stop.Token).ConfigureAwait(false)).AsMemory();
                while (!answer.IsEmpty)
                {
                    answer = answer[await connection.SendAsync(answer, stop.Token).ConfigureAwait(false)..];
                }
            }
            catch (Exception gone) when (gone is SocketException or OperationCanceledException)
            {
                // Whoever asked has given up, or we have: an answer that does not come is what they are prepared for.
                return;
            }
        }
    }

    /// <summary>Up to the half-close, or to what no line may have.</summary>
    private async Task<string> ReadAsync(Socket connection)
    {
        var (buffer, count) = (new byte[LongestLine], 0);
        while (count < buffer.Length && await connection.ReceiveAsync(buffer.AsMemory(count), stop.Token).ConfigureAwait(false) is > 0 and var more)
        {
            count += more;
        }

        return Encoding.ASCII.GetString(buffer, 0, count).TrimEnd('\n');
    }
}
