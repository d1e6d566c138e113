using Windlass.Core.LoadBalancing;
using Windlass.HAProxy.Tests.Lab;
using static Windlass.HAProxy.Tests.Lab.LoadBalancerLab;

namespace Windlass.HAProxy.Tests;

/// <summary>What every <see cref="ILoadBalancer"/> must do, the real and the simulated one alike.</summary>
public abstract class LoadBalancerContract
{
    protected abstract Task<LoadBalancerLab> StartAsync();

    [Fact]
    public async Task Untouched_Read_TellsEveryServer()
    {
        await using var lab = await StartAsync();

        var snapshot = await lab.ReadAsync();

        Assert.Equal("lb-1", snapshot.Instance.Value);
        Assert.True(snapshot.ProcessId > 0);
        Assert.Equal([B1, C1, C2, P1], snapshot.Servers.Select(server => server.Ref).OrderBy(server => server.ToString(), StringComparer.Ordinal));
        Assert.All(snapshot.Servers, server => Assert.True(server.IsInRotation, server.ToString()));
        Assert.All(snapshot.Servers, server => Assert.Equal("127.0.0.1", server.Address));
        Assert.All(snapshot.Servers, server => Assert.True(server.Port > 0));
        Assert.Equal([B1], snapshot.Servers.Where(server => server.IsBackup).Select(server => server.Ref));
        Assert.Equal([P1], snapshot.Servers.Where(server => server.Health == HealthState.NoCheck).Select(server => server.Ref));
    }

    [Theory]
    [InlineData(AdminState.Drain)]
    [InlineData(AdminState.Maintenance)]
    [InlineData(AdminState.Ready)]
    public async Task AnyState_Set_IsReadBackAndSendsNewSessionsElsewhere(AdminState state)
    {
        await using var lab = await StartAsync();

        var after = await lab.SetAsync(C1, state);

        Assert.Equal(state, after.Find(C1)!.Admin);
        Assert.Equal(AdminState.Ready, after.Find(C2)!.Admin);
        var servers = new HashSet<ServerRef?>();
        for (var request = 0; request < 8; request++)
        {
            servers.Add(await lab.RequestAsync());
        }

        Assert.Equal(state == AdminState.Ready, servers.Contains(C1));
        Assert.Contains(C2, servers);
        Assert.DoesNotContain(null, servers);
    }

    [Fact]
    public async Task Batch_Set_ChangesAllInOneExchange()
    {
        await using var lab = await StartAsync();

        var outcome = await lab.Subject.SetStatesAsync([C1, P1], AdminState.Drain, TestContext.Current.CancellationToken);

        var after = Assert.IsType<CommandOutcome.Applied>(outcome).After;
        Assert.Equal(AdminState.Drain, after.Find(C1)!.Admin);
        Assert.Equal(AdminState.Drain, after.Find(P1)!.Admin);
        Assert.Equal(HealthState.NoCheck, after.Find(P1)!.Health);
    }

    [Fact]
    public async Task NoServers_Set_IsAPlainRead()
    {
        await using var lab = await StartAsync();

        var outcome = await lab.Subject.SetStatesAsync([], AdminState.Drain, TestContext.Current.CancellationToken);

        Assert.Equal(4, Assert.IsType<CommandOutcome.Applied>(outcome).After.Servers.Length);
    }

    [Fact]
    public async Task Drained_SessionGoesOn_UntilShutDown()
    {
        await using var lab = await StartAsync();
        var server = await lab.OpenSessionAsync();
        await lab.UntilAsync(server, state => state.Sessions == 1);

        var drained = await lab.SetAsync(server, AdminState.Drain);
        Assert.Equal(1, drained.Find(server)!.Sessions);
        var maintained = await lab.SetAsync(server, AdminState.Maintenance);
        Assert.Equal(1, maintained.Find(server)!.Sessions);

        var outcome = await lab.Subject.ShutDownSessionsAsync(server, TestContext.Current.CancellationToken);
        Assert.IsType<CommandOutcome.Applied>(outcome);
        await lab.UntilAsync(server, state => state.Sessions == 0);
    }

    [Theory]
    [InlineData("api", "nobody", "No such server.")]
    [InlineData("nothing", "c1", "No such backend.")]
    public async Task UnknownServer_Command_IsRejectedInHAProxysWords(string backend, string server, string words)
    {
        await using var lab = await StartAsync();
        var unknown = new ServerRef(backend, server);

        var set = await lab.Subject.SetStateAsync(unknown, AdminState.Drain, TestContext.Current.CancellationToken);
        var shutDown = await lab.Subject.ShutDownSessionsAsync(unknown, TestContext.Current.CancellationToken);

        Assert.Equal(words, Assert.IsType<CommandOutcome.Rejected>(set).Message);
        Assert.Equal(words, Assert.IsType<CommandOutcome.Rejected>(shutDown).Message);
    }

    [Fact]
    public async Task BatchWithUnknownServer_Set_IsRejected()
    {
        await using var lab = await StartAsync();

        var outcome = await lab.Subject.SetStatesAsync([C1, new("api", "nobody")], AdminState.Drain, TestContext.Current.CancellationToken);

        Assert.Contains("No such server.", Assert.IsType<CommandOutcome.Rejected>(outcome).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServiceStopped_Read_TellsItIsDownAndOutOfRotation()
    {
        await using var lab = await StartAsync();

        lab.StopService(C1);

        var down = await lab.UntilAsync(C1, server => server.Health == HealthState.Down);
        Assert.Equal(AdminState.Ready, down.Admin);
        Assert.False(down.IsInRotation);
    }

    [Fact]
    public async Task ActiveServersDrained_Request_GoesToTheBackup()
    {
        await using var lab = await StartAsync();

        await lab.Subject.SetStatesAsync([C1, C2], AdminState.Drain, TestContext.Current.CancellationToken);

        Assert.Equal(B1, await lab.RequestAsync());
    }

    [Fact]
    public async Task MaintToReady_ServiceStillDown_CountsAsUpAndFailsClients()
    {
        await using var lab = await StartAsync();
        await lab.Subject.SetStatesAsync([C1, C2, B1], AdminState.Maintenance, TestContext.Current.CancellationToken);
        lab.StopService(C1);

        var after = await lab.SetAsync(C1, AdminState.Ready);

        // Why RestoreProgress goes by way of drain. The counter is not full, so it is not in rotation for us.
        Assert.Equal("UP 1/3", after.Find(C1)!.Status);
        Assert.Equal(HealthState.Changing, after.Find(C1)!.Health);
        Assert.False(after.Find(C1)!.IsInRotation);
        Assert.Null(await lab.RequestAsync());
    }

    [Fact]
    public async Task MaintToDrainToReady_ServiceLate_NoRequestFails()
    {
        await using var lab = await StartAsync();
        await lab.SetAsync(C1, AdminState.Maintenance);
        lab.StopService(C1);
        var record = new DrainRecord(lab.Subject.Instance, C1.Backend, C1.Server, AdminState.Ready);
        var seen = new List<string>();
        var failures = 0;

        for (var round = 0; round < 400; round++)
        {
            var reading = await lab.Subject.ReadAsync(TestContext.Current.CancellationToken);
            var next = RestoreProgress.Of(reading, record);
            seen.Add(next.GetType().Name);
            if (next is RestoreProgress.Restored)
            {
                break;
            }

            if (next is RestoreProgress.Set set)
            {
                await lab.SetAsync(set.Server, set.State);
            }

            // The service comes back only after checks have seen it fail.
            if (next is RestoreProgress.WaitForChecks { Status: "DOWN" })
            {
                lab.StartService(C1);
            }

            failures += await lab.RequestAsync() is null ? 1 : 0;
            await lab.PassAsync();
        }

        Assert.Equal("Restored", seen[^1]);
        Assert.Contains("WaitForChecks", seen);
        Assert.Equal(0, failures);
    }

    [Fact]
    public async Task Drained_Reload_ForgetsTheDrainAndChangesTheProcess()
    {
        await using var lab = await StartAsync();
        var drained = await lab.SetAsync(C1, AdminState.Drain);
        Assert.Equal(new DrainProgress.Drained(), Progress(drained));

        await lab.ReloadAsync();

        var reloaded = await lab.ReadAsync();
        Assert.NotEqual(drained.ProcessId, reloaded.ProcessId);
        var forgotten = Assert.IsType<DrainProgress.NotAsserted>(Progress(reloaded));
        Assert.Equal([C1], forgotten.Servers);
        Assert.Equal(new DrainProgress.Drained(), Progress(await lab.SetAsync(C1, AdminState.Drain)));
    }

    [Fact]
    public async Task SessionHeld_Reload_StillCountsIt()
    {
        await using var lab = await StartAsync();
        var server = await lab.OpenSessionAsync();
        await lab.UntilAsync(server, state => state.Sessions == 1);

        await lab.ReloadAsync();

        Assert.Equal(1, (await lab.ReadAsync(server)).Sessions);
    }

    private static DrainProgress Progress(LoadBalancerSnapshot snapshot) => DrainProgress.Of(new ReadOutcome.Read(snapshot), [C1]);
}
