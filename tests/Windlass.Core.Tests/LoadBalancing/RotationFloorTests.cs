using CsCheck;
using Windlass.Core.LoadBalancing;
using static Windlass.Core.Tests.LoadBalancing.Servers;

namespace Windlass.Core.Tests.LoadBalancing;

public sealed class RotationFloorTests
{
    private static readonly ServerRef Leaving = new("api", "c1");

    [Fact]
    public void EnoughOthersEverywhere_Check_Allows() =>
        Assert.IsType<FloorVerdict.Allowed>(RotationFloor.Check([Seen("lb1", Server("c1"), Server("c2")), Seen("lb2", Server("c1"), Server("c2"))], Leaving, 1));

    [Fact]
    public void OneInstanceSeesTooFew_Check_NamesBackendInstanceAndWhatIsMissing()
    {
        var verdict = RotationFloor.Check(
            [Seen("lb1", Server("c1"), Server("c2")), Seen("lb2", Server("c1"), Server("c2", health: HealthState.Changing, status: "UP 1/3"))], Leaving, 1);

        var refused = Assert.IsType<FloorVerdict.Refused>(verdict);
        Assert.Equal("TooFewHealthyServers", refused.Reason);
        Assert.Equal("backend api on load balancer lb2 would keep 0 healthy server(s) without c1, 1 wanted (c2: UP 1/3)", refused.Message);
    }

    [Fact]
    public void InstanceUnreadable_Check_Refuses()
    {
        var refused = Assert.IsType<FloorVerdict.Refused>(RotationFloor.Check([Seen("lb1", Server("c1"), Server("c2")), Unseen("lb2")], Leaving, 1));

        Assert.Equal("InstanceUnreadable", refused.Reason);
        Assert.Contains("lb2", refused.Message, StringComparison.Ordinal);
        Assert.Contains("connection refused", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoInstance_Check_Refuses() => AssertRefused("NoInstance", []);

    [Fact]
    public void BackendMissing_Check_Refuses() => AssertRefused("BackendMissing", Seen("lb", Server("c1", backend: "other")));

    [Fact]
    public void ServerMissing_Check_Refuses() => AssertRefused("ServerMissing", Seen("lb", Server("c2")));

    [Fact]
    public void OnlyABackupLeft_Check_Refuses() => AssertRefused("TooFewHealthyServers", Seen("lb", Server("c1"), Server("b1", isBackup: true)));

    [Fact]
    public void OtherDrained_Check_Refuses() => AssertRefused("TooFewHealthyServers", Seen("lb", Server("c1"), Server("c2", admin: AdminState.Drain)));

    [Fact]
    public void OtherWithoutCheck_Check_CountsIt() =>
        Assert.IsType<FloorVerdict.Allowed>(RotationFloor.Check([Seen("lb", Server("c1"), Server("c2", health: HealthState.NoCheck))], Leaving, 1));

    [Fact]
    public void AlreadyTakenOut_Check_TakesNothingAwayAndAllows() =>
        Assert.IsType<FloorVerdict.Allowed>(RotationFloor.Check([Seen("lb", Server("c1", admin: AdminState.Drain))], Leaving, 1));

    [Fact]
    public void DownButNotTakenOut_Check_StillNeedsTheFloor() => AssertRefused("TooFewHealthyServers", Seen("lb", Server("c1", health: HealthState.Down)));

    /// <summary>Rule 1 of "always true": whatever the instances say, an allowed server leaves the floor standing on each of them.</summary>
    [Fact]
    public void AnyInstances_Allowed_LeavesTheFloorEverywhere()
    {
        var server = Gen.Select(Gen.Int[1, 4], Gen.Enum<AdminState>(), Gen.Enum<HealthState>(), Gen.Bool)
            .Select((number, admin, health, backup) => Server($"c{number}", admin: admin, health: health, isBackup: backup));
        var instance = server.Array[0, 6].Select(servers => Seen("lb", [.. servers.DistinctBy(one => one.Server)]));
        Gen.Select(instance.Array[0, 3], Gen.Int[0, 3]).Sample((instances, floor) =>
        {
            if (RotationFloor.Check([.. instances], Leaving, floor) is FloorVerdict.Refused)
            {
                return;
            }

            foreach (var servers in instances.Cast<ReadOutcome.Read>().Select(read => read.Snapshot.Servers))
            {
                var own = Assert.Single(servers, one => one.Ref == Leaving);
                var left = servers.Count(one => one.Ref != Leaving && one.IsInRotation && !one.IsBackup);
                Assert.True(left >= floor || own.Admin != AdminState.Ready);
            }
        });
    }

    private static void AssertRefused(string reason, params ReadOutcome[] instances) =>
        Assert.Equal(reason, Assert.IsType<FloorVerdict.Refused>(RotationFloor.Check([.. instances], Leaving, 1)).Reason);
}
