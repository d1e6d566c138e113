using Windlass.Core.LoadBalancing;
using static Windlass.Core.Tests.LoadBalancing.Servers;

namespace Windlass.Core.Tests.LoadBalancing;

public sealed class DrainProgressTests
{
    private static readonly ServerRef A = new("api", "a");

    private static readonly ServerRef B = new("api", "b");

    [Fact]
    public void OneOfTwoStillReady_Of_AsksForThatOne()
    {
        var progress = DrainProgress.Of(Seen("lb", Server("a", admin: AdminState.Drain, sessions: 3), Server("b")), [A, B]);

        Assert.Equal([B], Assert.IsType<DrainProgress.NotAsserted>(progress).Servers);
    }

    [Fact]
    public void SessionsAndQueueLeft_Of_CountsBoth()
    {
        var progress = DrainProgress.Of(
            Seen("lb", Server("a", admin: AdminState.Drain, sessions: 3, queued: 1), Server("b", admin: AdminState.Maintenance, sessions: 2), Server("c", sessions: 9)),
            [A, B]);

        Assert.Equal(new DrainProgress.SessionsLeft(6), progress);
    }

    [Fact]
    public void NothingLeft_Of_IsDrained() =>
        Assert.Equal(new DrainProgress.Drained(), DrainProgress.Of(Seen("lb", Server("a", admin: AdminState.Drain)), [A]));

    [Fact]
    public void NoServerOnThisInstance_Of_IsDrained() => Assert.Equal(new DrainProgress.Drained(), DrainProgress.Of(Seen("lb"), []));

    [Fact]
    public void DrainedButMaintenanceWanted_Of_IsNotAsserted() =>
        Assert.IsType<DrainProgress.NotAsserted>(
            DrainProgress.Of(Seen("lb", Server("a", admin: AdminState.Drain)), [A], AdminState.Maintenance));

    [Fact]
    public void Unreadable_Of_IsUnknown() => Assert.IsType<DrainProgress.Unknown>(DrainProgress.Of(Unseen("lb"), [A]));

    [Fact]
    public void ServerGone_Of_IsUnknown() => Assert.IsType<DrainProgress.Unknown>(DrainProgress.Of(Seen("lb", Server("b")), [A]));
}
