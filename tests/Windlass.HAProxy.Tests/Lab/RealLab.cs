using System.Net;
using System.Net.Sockets;
using System.Text;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;

namespace Windlass.HAProxy.Tests.Lab;

/// <summary>The contract's lab with a real HAProxy and real connections.</summary>
internal sealed class RealLab : LoadBalancerLab
{
    private readonly Dictionary<ServerRef, ScriptedService> _services;
    private readonly List<Socket> _clients = [];
    private readonly int _port;

    private RealLab(Dictionary<ServerRef, ScriptedService> services, int port, HAProxyProcess process)
    {
        _services = services;
        _port = port;
        Process = process;
        Subject = new HAProxyInstance(new NodeName("lb-1"), process.AdminSocket, TimeProvider.System, process.MasterSocket);
    }

    public override ILoadBalancer Subject { get; }

    internal HAProxyProcess Process { get; }

    internal int Port => _port;

    internal static async Task<RealLab> StartAsync()
    {
        var services = new[] { C1, C2, B1, P1 }.ToDictionary(server => server, server => new ScriptedService(server.Server));
        var port = HAProxyProcess.FreePort();
        var lab = new RealLab(services, port, await HAProxyProcess.StartAsync(Configuration(port, services)));
        try
        {
            await lab.UntilAsync(C1, server => server.Status == "UP");
            await lab.UntilAsync(C2, server => server.Status == "UP");
            await lab.UntilAsync(B1, server => server.Status == "UP");
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>Another instance with the same servers and the same port, as SO_REUSEPORT allows.</summary>
    internal Task<HAProxyProcess> StartTwinAsync() => HAProxyProcess.StartAsync(Configuration(_port, _services));

    public override void StopService(ServerRef server) => _services[server].Stop();

    public override void StartService(ServerRef server) => _services[server].Start();

    public override async Task<ServerRef> OpenSessionAsync()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _clients.Add(client);
        return Assert.NotNull(await GreetingAsync(client));
    }

    public override async Task<ServerRef?> RequestAsync()
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        return await GreetingAsync(client);
    }

    public override Task ReloadAsync() => Process.ReloadAsync();

    public override Task PassAsync() => Task.Delay(25);

    public override async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await Process.DisposeAsync();
        foreach (var service in _services.Values)
        {
            await service.DisposeAsync();
        }
    }

    private static string Configuration(int port, Dictionary<ServerRef, ScriptedService> services) => $"""
        defaults
          mode tcp
          balance roundrobin
          retries 0
          timeout connect 1s
          timeout client 60s
          timeout server 60s
        frontend front
          bind 127.0.0.1:{port}
          default_backend api
        backend api
          default-server check inter 50ms fastinter 50ms downinter 50ms rise 2 fall 3
          server c1 127.0.0.1:{services[C1].Port}
          server c2 127.0.0.1:{services[C2].Port}
          server b1 127.0.0.1:{services[B1].Port} backup
        backend plain
          server p1 127.0.0.1:{services[P1].Port}

        """;

    private async Task<ServerRef?> GreetingAsync(Socket client)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await client.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _port), deadline.Token);
        var buffer = new byte[16];
        try
        {
            var count = await client.ReceiveAsync(buffer, deadline.Token);
            return count == 0 ? null : new ServerRef("api", Encoding.ASCII.GetString(buffer, 0, count).Trim());
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
