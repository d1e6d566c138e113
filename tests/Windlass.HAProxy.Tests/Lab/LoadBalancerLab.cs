using Windlass.Core.LoadBalancing;

namespace Windlass.HAProxy.Tests.Lab;

/// <summary>
/// A load balancer and what stands behind it, in the hands of the contract tests. Backend <c>api</c> has servers <c>c1</c> and <c>c2</c> and
/// backup <c>b1</c>, all checked; backend <c>plain</c> has <c>p1</c> without a check.
/// </summary>
public abstract class LoadBalancerLab : IAsyncDisposable
{
    public static ServerRef C1 { get; } = new("api", "c1");

    public static ServerRef C2 { get; } = new("api", "c2");

    public static ServerRef B1 { get; } = new("api", "b1");

    public static ServerRef P1 { get; } = new("plain", "p1");

    public abstract ILoadBalancer Subject { get; }

    /// <summary>Stops the service behind a server.</summary>
    public abstract void StopService(ServerRef server);

    /// <summary>Starts the service behind a server again.</summary>
    public abstract void StartService(ServerRef server);

    /// <summary>Opens a session that stays on a server of <c>api</c>; returns which one it is.</summary>
    public abstract Task<ServerRef> OpenSessionAsync();

    /// <summary>One more client of <c>api</c>; returns the server that answered, null when the client got an error.</summary>
    public abstract Task<ServerRef?> RequestAsync();

    public abstract Task ReloadAsync();

    /// <summary>Lets checks happen.</summary>
    public abstract Task PassAsync();

    public abstract ValueTask DisposeAsync();

    public async Task<LoadBalancerSnapshot> ReadAsync()
    {
        var outcome = await Subject.ReadAsync(TestContext.Current.CancellationToken);
        Assert.False(outcome is ReadOutcome.Unreadable, outcome.ToString());
        return Assert.IsType<ReadOutcome.Read>(outcome).Snapshot;
    }

    public async Task<ServerState> ReadAsync(ServerRef server) => Assert.IsType<ServerState>((await ReadAsync()).Find(server));

    /// <summary>Waits until the server is as wanted; fails with its last state when it never is.</summary>
    public async Task<ServerState> UntilAsync(ServerRef server, Func<ServerState, bool> wanted)
    {
        ServerState? last = null;
        for (var attempt = 0; attempt < 400; attempt++)
        {
            last = await ReadAsync(server);
            if (wanted(last))
            {
                return last;
            }

            await PassAsync();
        }

        Assert.Fail($"never as wanted: {last}");
        return last!;
    }

    public async Task<LoadBalancerSnapshot> SetAsync(ServerRef server, AdminState state)
    {
        var outcome = await Subject.SetStateAsync(server, state, TestContext.Current.CancellationToken);
        return Assert.IsType<CommandOutcome.Applied>(outcome).After;
    }
}
