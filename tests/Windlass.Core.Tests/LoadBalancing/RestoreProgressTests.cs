using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Simulation;
using static Windlass.Core.Tests.LoadBalancing.Servers;

namespace Windlass.Core.Tests.LoadBalancing;

public sealed class RestoreProgressTests
{
    private static readonly DrainRecord Ours = new(new NodeName("lb"), "api", "a", AdminState.Ready);

    [Theory]
    [InlineData(AdminState.Maintenance, HealthState.Unknown, AdminState.Drain)]
    [InlineData(AdminState.Drain, HealthState.Up, AdminState.Ready)]
    [InlineData(AdminState.Drain, HealthState.NoCheck, AdminState.Ready)]
    public void State_Of_SetsTheNextOne(AdminState admin, HealthState health, AdminState next) =>
        Assert.Equal(new RestoreProgress.Set(new("api", "a"), next), RestoreProgress.Of(Seen("lb", Server("a", admin: admin, health: health)), Ours));

    [Theory]
    [InlineData(HealthState.Changing)]
    [InlineData(HealthState.Down)]
    [InlineData(HealthState.Unknown)]
    public void ChecksNotPassed_Of_Waits(HealthState health)
    {
        Assert.IsType<RestoreProgress.WaitForChecks>(RestoreProgress.Of(Seen("lb", Server("a", admin: AdminState.Drain, health: health)), Ours));
        Assert.IsType<RestoreProgress.WaitForUp>(RestoreProgress.Of(Seen("lb", Server("a", health: health)), Ours));
    }

    [Theory]
    [InlineData(HealthState.Up)]
    [InlineData(HealthState.NoCheck)]
    public void BackInRotation_Of_IsRestored(HealthState health) =>
        Assert.Equal(new RestoreProgress.Restored(), RestoreProgress.Of(Seen("lb", Server("a", health: health)), Ours));

    [Theory]
    [InlineData(AdminState.Drain)]
    [InlineData(AdminState.Maintenance)]
    public void ForeignDrain_Of_IsLeftAlone(AdminState before)
    {
        var foreign = Ours with { Before = before };

        foreach (var admin in new[] { AdminState.Drain, AdminState.Maintenance })
        {
            Assert.IsType<RestoreProgress.LeaveAlone>(RestoreProgress.Of(Seen("lb", Server("a", admin: admin)), foreign));
        }

        Assert.IsType<RestoreProgress.LeaveAlone>(RestoreProgress.Of(Unseen("lb"), foreign));
    }

    /// <summary>A peer was once granted while one instance did not call the pioneer up: people had given it back there a moment before.</summary>
    [Fact]
    public void ForeignDrainThatPeopleGaveBack_Of_IsWaitedForUntilItIsUp()
    {
        var foreign = Ours with { Before = AdminState.Maintenance };

        Assert.IsType<RestoreProgress.WaitForUp>(RestoreProgress.Of(Seen("lb", Server("a", health: HealthState.Changing)), foreign));
        Assert.IsType<RestoreProgress.Restored>(RestoreProgress.Of(Seen("lb", Server("a")), foreign));
    }

    [Fact]
    public void NotSeen_Of_IsUnknown()
    {
        Assert.IsType<RestoreProgress.Unknown>(RestoreProgress.Of(Unseen("lb"), Ours));
        Assert.IsType<RestoreProgress.Unknown>(RestoreProgress.Of(Seen("lb", Server("b")), Ours));
    }

    [Fact]
    public void FromMaintenance_Followed_NeverBelievesTheServerBeforeItsChecks()
    {
        var server = new ServerRef("api", "a");
        var simulation = new SimulatedHAProxy(new NodeName("lb"), [new SimulatedServer(server, "10.0.0.1", 80)]);
        simulation.SetState(server, AdminState.Maintenance);
        simulation.SetService(server, isRunning: false);
        var transcript = new List<string>();
        for (var tick = 0; tick < 10; tick++)
        {
            var next = RestoreProgress.Of(new ReadOutcome.Read(simulation.Snapshot()), Ours);
            transcript.Add(next switch
            {
                RestoreProgress.Set set => $"set {set.State}",
                RestoreProgress.WaitForChecks wait => wait.Status,
                _ => next.GetType().Name,
            });
            if (next is RestoreProgress.Set { State: var state })
            {
                simulation.SetState(server, state);
                continue;
            }

            // The service comes up late, after the second look.
            simulation.SetService(server, isRunning: tick >= 2);
            simulation.CheckAll();
        }

        Assert.Equal(["set Drain", "DRAIN 1/3", "DOWN", "DOWN 1/2", "set Ready", "Restored", "Restored", "Restored", "Restored", "Restored"], transcript);
    }
}
