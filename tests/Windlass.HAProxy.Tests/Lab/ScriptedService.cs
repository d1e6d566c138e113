using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Windlass.HAProxy.Tests.Lab;

/// <summary>A TCP service that greets with its name and then keeps the connection; it keeps its port while it is stopped and refuses connections.</summary>
internal sealed class ScriptedService : IAsyncDisposable
{
    private readonly string _name;
    private readonly List<Socket> _open = [];
    private readonly Lock _gate = new();

    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;

    internal ScriptedService(string name)
    {
        _name = name;
        Start(0);
        Port = ((IPEndPoint)_listener!.LocalEndPoint!).Port;
    }

    internal int Port { get; }

    internal void Start() => Start(Port);

    internal void Stop()
    {
        _listener?.Dispose();
        _listener = null;
        lock (_gate)
        {
            _open.ForEach(socket => socket.Dispose());
            _open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _accepting;
    }

    private void Start(int port)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(128);
        _listener = listener;
        _accepting = AcceptAsync(listener);
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptAsync();
                lock (_gate)
                {
                    _open.Add(client);
                }

                await client.SendAsync(Encoding.ASCII.GetBytes(_name + "\n"));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Stopped, or a checker hung up before the greeting: the listener decides which.
            if (_listener == listener)
            {
                await AcceptAsync(listener);
            }
        }
    }
}
