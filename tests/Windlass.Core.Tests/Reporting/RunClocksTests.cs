using Windlass.Core.Api.Upgrades;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Reporting;

public sealed class RunClocksTests
{
    [Fact]
    public void OneClockGoesOn_At_IsTheSameObject()
    {
        var clocks = RunClocks.At(null, RunClock.Active, LabCloud.Start);

        Assert.Same(clocks, RunClocks.At(clocks, RunClock.Active, LabCloud.Start.AddHours(1)));
    }

    [Fact]
    public void ClocksChange_At_EachCountsItsOwn()
    {
        var clocks = RunClocks.At(null, RunClock.Active, LabCloud.Start);
        clocks = RunClocks.At(clocks, RunClock.Paused, LabCloud.Start.AddSeconds(10));
        clocks = RunClocks.At(clocks, RunClock.Waiting, LabCloud.Start.AddSeconds(110));
        clocks = RunClocks.At(clocks, RunClock.Active, LabCloud.Start.AddSeconds(1110));
        clocks = RunClocks.At(clocks, RunClock.Stopped, LabCloud.Start.AddSeconds(1115));

        Assert.Equal((15, 100, 1000), (clocks.ActiveSeconds, clocks.PausedSeconds, clocks.WaitingSeconds));
    }

    [Fact]
    public void MachineClockSetBack_At_TakesNothingAway()
    {
        var clocks = RunClocks.At(RunClocks.At(null, RunClock.Active, LabCloud.Start), RunClock.Paused, LabCloud.Start.AddHours(-1));

        Assert.Equal(0, clocks.ActiveSeconds);
    }
}
