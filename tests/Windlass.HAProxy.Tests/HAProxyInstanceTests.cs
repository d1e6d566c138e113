using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.HAProxy.Tests.Lab;
using static Windlass.HAProxy.Tests.Lab.LoadBalancerLab;

namespace Windlass.HAProxy.Tests;

public sealed class HAProxyInstanceTests : LoadBalancerContract
{
    protected override async Task<LoadBalancerLab> StartAsync()
    {
        Assert.SkipUnless(HAProxyProcess.IsInstalled, "haproxy is not installed");
        return await RealLab.StartAsync();
    }

    [Theory]
    [InlineData("api", "c1 state ready;set server api/c2")]
    [InlineData("api", "c1\nset server api/c2 state maint")]
    [InlineData("api c2", "c1")]
    [InlineData("", "c1")]
    [InlineData("api", "")]
    [InlineData("api", "c1/x")]
    public async Task NameThatWouldInject_Command_IsRejectedBeforeItIsSent(string backend, string server)
    {
        await using var lab = await StartAsync();
        var hostile = new ServerRef(backend, server);

        Assert.IsType<CommandOutcome.Rejected>(await lab.Subject.SetStateAsync(hostile, AdminState.Maintenance, TestContext.Current.CancellationToken));
        Assert.IsType<CommandOutcome.Rejected>(await lab.Subject.ShutDownSessionsAsync(hostile, TestContext.Current.CancellationToken));

        Assert.All((await lab.ReadAsync()).Servers, state => Assert.Equal(AdminState.Ready, state.Admin));
    }

    [Fact]
    public async Task MoreServersThanALineHolds_Set_StillChangesAll()
    {
        Assert.SkipUnless(HAProxyProcess.IsInstalled, "haproxy is not installed");
        var names = Enumerable.Range(1, 300).Select(number => $"a-rather-long-server-name-{number}").ToArray();
        var lines = names.Select(name => $"  server {name} 127.0.0.1:1\n");
        await using var process = await HAProxyProcess.StartAsync(
            "defaults\n  mode tcp\n  timeout connect 1s\n  timeout client 1s\n  timeout server 1s\nbackend wide\n" + string.Concat(lines));
        var subject = new HAProxyInstance(new NodeName("lb"), process.AdminSocket, TimeProvider.System);

        var outcome = await subject.SetStatesAsync(
            [.. names.Select(name => new ServerRef("wide", name))], AdminState.Drain, TestContext.Current.CancellationToken);

        var after = Assert.IsType<CommandOutcome.Applied>(outcome).After;
        Assert.Equal(300, after.Servers.Count(server => server.Admin == AdminState.Drain));
    }

    /// <summary>The pitfall of SO_REUSEPORT: both instances accept on the same port, so a drain in one of them leaves half of the clients behind.</summary>
    [Fact]
    public async Task TwoInstancesOnOnePort_DrainOnOne_LeavesTrafficThroughTheOther()
    {
        Assert.SkipUnless(HAProxyProcess.IsInstalled, "haproxy is not installed");
        await using var lab = await RealLab.StartAsync();
        await using var twin = await lab.StartTwinAsync();
        var other = new HAProxyInstance(new NodeName("lb-2"), twin.AdminSocket, TimeProvider.System);

        var first = await lab.SetAsync(C1, AdminState.Drain);
        var second = Assert.IsType<ReadOutcome.Read>(await other.ReadAsync(TestContext.Current.CancellationToken)).Snapshot;

        Assert.NotEqual(first.ProcessId, second.ProcessId);
        Assert.True(lab.Process.IsOurs(first.ProcessId) && twin.IsOurs(second.ProcessId));
        Assert.Equal(AdminState.Ready, second.Find(C1)!.Admin);
        Assert.True(await IsReachedAsync(lab, C1), "every instance must be drained: the twin still sends clients to c1");

        Assert.IsType<CommandOutcome.Applied>(await other.SetStateAsync(C1, AdminState.Drain, TestContext.Current.CancellationToken));
        Assert.False(await IsReachedAsync(lab, C1));
    }

    [Fact]
    public async Task SessionHeldByOldWorker_WithoutMasterSocket_IsNotSeen()
    {
        Assert.SkipUnless(HAProxyProcess.IsInstalled, "haproxy is not installed");
        await using var lab = await RealLab.StartAsync();
        var server = await lab.OpenSessionAsync();
        await lab.UntilAsync(server, state => state.Sessions == 1);
        await lab.ReloadAsync();

        var blind = new HAProxyInstance(new NodeName("lb"), lab.Process.AdminSocket, TimeProvider.System);

        // Why the master socket is worth giving: the session lives (the contract sees it), but this instance counts from zero.
        var seen = Assert.IsType<ReadOutcome.Read>(await blind.ReadAsync(TestContext.Current.CancellationToken)).Snapshot;
        Assert.Equal(0, seen.Find(server)!.Sessions);
        Assert.Equal(1, (await lab.ReadAsync(server)).Sessions);
    }

    private static async Task<bool> IsReachedAsync(RealLab lab, ServerRef server)
    {
        for (var request = 0; request < 100; request++)
        {
            if (await lab.RequestAsync() == server)
            {
                return true;
            }
        }

        return false;
    }
}
