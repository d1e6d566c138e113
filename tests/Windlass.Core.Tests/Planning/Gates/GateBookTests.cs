using Windlass.Core.Api.Gates;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Gates;
using Windlass.Core.Tests.Simulation;
using static Windlass.Core.Tests.Planning.Slots;

namespace Windlass.Core.Tests.Planning.Gates;

public sealed class GateBookTests
{
    private static readonly DateTimeOffset Now = LabCloud.Start;

    private static SatelliteStrategy Policy => new() { MaxInFlight = 24, MinInFlight = 2 };

    [Fact]
    public void NotReadYet_Width_IsNothingAndAsksForAReading()
    {
        var (book, width) = Ask(null, null);

        Assert.Equal((0, "gate bus: it is being read"), (width, book.Obstacle));
        Assert.Equal(["bus"], book.Due);
        Assert.Empty(book.Statuses([]));
    }

    [Fact]
    public void NobodyBegins_Due_ReadsNothing() => Assert.Empty(Book(null, null).Due);

    [Fact]
    public void Open_Width_IsTheWholeOne()
    {
        var (book, width) = Ask(null, Open(Now));

        Assert.Equal(24, width);
        Assert.Null(book.Obstacle);
        Assert.Empty(book.Due);
        Assert.True(Assert.Single(book.Statuses([])).Open);
    }

    [Fact]
    public void ReadAnIntervalAgo_Due_ReadsAgain() => Assert.Equal(["bus"], Ask(null, Open(Now.AddSeconds(-15))).Book.Due);

    /// <summary>Nothing is known of a gate that nobody could read for so long, however well it was.</summary>
    [Fact]
    public void OpenLongAgo_Width_IsNothing() => Assert.Equal(0, Ask(null, Open(Now.AddSeconds(-91))).Width);

    [Fact]
    public void OperatorsClockWentBack_Width_IsNothing() => Assert.Equal(0, Ask(null, Open(Now.AddSeconds(30))).Width);

    [Fact]
    public void Shuts_Status_HalvesTheWidthOnce()
    {
        var shut = Status(null, Shut(Now));
        var still = Status(shut, Shut(Now) with { Message = "more" });

        Assert.Equal((false, Now, 12), (shut.Open, shut.Since, Assert.Single(shut.Widths).MaxInFlight));
        Assert.Equal((false, Now, 12, "more"), (still.Open, still.Since, Assert.Single(still.Widths).MaxInFlight, still.Message));
        Assert.Same(still, Status(still, Shut(Now) with { Message = "more" }));
    }

    /// <summary>12 in flight, then one more with each reading; a second passing over the same reading gives nothing.</summary>
    [Fact]
    public void OpensAgain_Width_GrowsByOneWithEachReadingAndIsTheWholeOneInTheEnd()
    {
        var status = Status(Status(null, Shut(Now)), Open(Now));
        for (var (width, time) = (12, Now); width <= 24; width++, time = time.AddSeconds(15))
        {
            var (book, found) = Ask(status, Open(time), time);
            Assert.Equal(width, found);
            Assert.Equal(width, Ask(Assert.Single(book.Statuses([])), Open(time), time).Width);
            status = Status(status, Open(time.AddSeconds(15)), time.AddSeconds(15));
        }

        Assert.Empty(status.Widths);
    }

    [Fact]
    public void ShutsAgainAndAgain_Width_IsNeverBelowItsLeast()
    {
        var status = Status(null, Shut(Now));
        for (var i = 0; i < 8; i++)
        {
            status = Status(Status(status, Open(Now)), Shut(Now));
        }

        Assert.Equal(2, Assert.Single(status.Widths).MaxInFlight);
    }

    [Fact]
    public void OpenAndWide_Status_StaysTheSameObject()
    {
        var status = Status(null, Open(Now));

        Assert.Same(status, Status(status, Open(Now.AddHours(1)) with { Message = "4 messages" }, Now.AddHours(1)));
    }

    [Fact]
    public void ShutForTooLong_Overdue_NamesIt()
    {
        var status = Status(null, Shut(Now));

        Assert.Null(Ask(status, Shut(Now.AddSeconds(1799)), Now.AddSeconds(1799)).Book.Overdue);
        Assert.Equal("bus", Ask(status, Shut(Now.AddSeconds(1800)), Now.AddSeconds(1800)).Book.Overdue?.Name);
    }

    /// <summary>Paused for an hour, it has held nobody meanwhile.</summary>
    [Fact]
    public void ShutAndNobodyWaits_Status_CountsNoTime()
    {
        var rested = Assert.Single(GateBook.None.Statuses([Status(null, Shut(Now))]));
        var later = Status(rested, Shut(Now.AddHours(1)), Now.AddHours(1));

        Assert.Null(rested.Since);
        Assert.Equal((Now.AddHours(1), 12), (later.Since, Assert.Single(later.Widths).MaxInFlight));
    }

    [Fact]
    public void PassedOver_Width_IsTheWholeOne()
    {
        var view = View([]);
        view = view with { Upgrade = view.Upgrade with { Spec = Spec with { SkipGates = ["bus"] } } };

        Assert.Equal(24, GateBook.Of(view, LabReleases.Birch.Spec, [Slot("cmp1", "compute", null)], Now).Width("compute", Policy));
    }

    [Fact]
    public void UnknownName_Problem_NamesTheKnown()
    {
        var spec = Spec with { Strategy = new UpgradeStrategy { Satellites = new UpgradeStrategy().Satellites.Add("compute", Policy with { Gate = "buss" }) } };

        Assert.Equal(
            "strategy.satellites.compute.gate: there is no gate buss in spec.gates or in the release; known: bus",
            GateCatalogue.Problem(spec, LabReleases.Birch.Spec, ["compute"], [Node("ctl1", "controller")]));
    }

    [Fact]
    public void NoNodeToReadItOn_Problem_SaysWhatToDo()
    {
        Assert.Contains("spec.skipGates: [bus]", GateCatalogue.Problem(Spec, LabReleases.Birch.Spec, ["compute"], [Node("cmp1", "compute")]), StringComparison.Ordinal);
        Assert.Null(GateCatalogue.Problem(Spec, LabReleases.Birch.Spec, ["network"], [Node("cmp1", "compute")]));
        Assert.Null(GateCatalogue.Problem(Spec, LabReleases.Birch.Spec, ["compute"], [Node("ctl1", "controller")]));
    }

    [Fact]
    public void ReleaseHasOneOfThatName_Find_TakesTheUpgradesOwn()
    {
        var release = LabReleases.Birch.Spec with { Gates = [Bus with { IntervalSeconds = 99 }] };

        Assert.Equal(15, GateCatalogue.Find(Spec, release, "bus")!.IntervalSeconds);
        Assert.Equal(99, GateCatalogue.Find(Spec with { Gates = [] }, release, "bus")!.IntervalSeconds);
    }

    private static HealthGate Bus => new() { Name = "bus", OnRoles = ["messaging", "controller"], Satellites = ["compute"], RabbitmqBacklog = new RabbitmqBacklogGate() };

    private static ClusterUpgradeSpec Spec => new()
    {
        TargetRelease = "birch",
        Gates = [Bus],
        Strategy = new UpgradeStrategy { Satellites = new UpgradeStrategy().Satellites.Add("compute", Policy) },
    };

    private static GateReading Open(DateTimeOffset time) => new("bus", IsOpen: true, "3 messages on ctl1, limit 10,000", time);

    private static GateReading Shut(DateTimeOffset time) => new("bus", IsOpen: false, "12,431 messages on ctl1, limit 10,000", time);

    private static GateStatus Status(GateStatus? before, GateReading reading, DateTimeOffset? now = null) => Assert.Single(Ask(before, reading, now).Book.Statuses([]));

    private static (GateBook Book, int Width) Ask(GateStatus? before, GateReading? reading, DateTimeOffset? now = null)
    {
        var book = Book(before, reading, now);
        return (book, book.Width("compute", Policy));
    }

    private static GateBook Book(GateStatus? before, GateReading? reading, DateTimeOffset? now = null)
    {
        var view = View([]);
        view = view with
        {
            Upgrade = view.Upgrade with { Spec = Spec, Status = new ClusterUpgradeStatus { Gates = before is null ? [] : [before] } },
            GateReadings = reading is null ? [] : [reading],
        };
        return GateBook.Of(view, LabReleases.Birch.Spec, [Slot("cmp1", "compute", null)], now ?? Now);
    }
}
