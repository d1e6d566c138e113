using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Windlass.EndToEnd.Harness;

/// <summary>
/// The way to a server, which can be cut as a cable is: nothing is refused and nothing closed, and what was sent meanwhile arrives, late, when it is whole
/// again.
/// </summary>
internal sealed class Network : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly IPEndPoint _server;
    private readonly Task _accepting;
    private TaskCompletionSource _whole = Whole();

    /// <param name="server">Where it leads.</param>
    public Network(Uri server)
    {
        _server = IPEndPoint.Parse(server.Authority);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it begins.</summary>
    public string Address => _listener.LocalEndpoint.ToString()!;

    public void Cut() => _whole = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Mend() => _whole.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _end.Dispose();
    }

    private static TaskCompletionSource Whole()
    {
        var whole = new TaskCompletionSource();
        whole.SetResult();
        return whole;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(CarryAsync(await _listener.AcceptSocketAsync(_end.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }

    private async Task CarryAsync(Socket near)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (near)
        {
            try
            {
                await _whole.Task.WaitAsync(_end.Token);
                await far.ConnectAsync(_server, _end.Token);
                var there = PumpAsync(near, far);
                var back = PumpAsync(far, near);
                await await Task.WhenAny(there, back);
                await Task.WhenAll(there, back);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // One side is gone: the other one is told by the end of its connection.
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16384];
        while (await from.ReceiveAsync(buffer, _end.Token) is > 0 and var count)
        {
            await _whole.Task.WaitAsync(_end.Token);
            for (var sent = 0; sent < count;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _end.Token);
            }
        }

        await _whole.Task.WaitAsync(_end.Token);
        to.Shutdown(SocketShutdown.Send);
    }
}
