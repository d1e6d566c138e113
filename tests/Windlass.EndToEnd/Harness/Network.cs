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
    private readonly ConcurrentBag<Task> _pumps = [];
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
        await Task.WhenAll(_pumps);
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
                _pumps.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }

    private async Task CarryAsync(TcpClient near)
    {
        using var far = new TcpClient();
        try
        {
            await _whole.Task.WaitAsync(_end.Token);
            await far.ConnectAsync(_server, _end.Token);
            await Task.WhenAll(PumpAsync(near, far), PumpAsync(far, near));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
        {
            // One side is gone: the other one is told by the end of its connection.
        }
        finally
        {
            near.Dispose();
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[16384];
        while (await from.GetStream().ReadAsync(buffer, _end.Token) is > 0 and var count)
        {
            await _whole.Task.WaitAsync(_end.Token);
            await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _end.Token);
        }

        await _whole.Task.WaitAsync(_end.Token);
        to.Client.Shutdown(SocketShutdown.Send);
    }
}
