using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Reporting;
using Windlass.Core.Simulation;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Reporting;

public sealed class StepTimelineTests
{
    private static readonly DateTimeOffset Start = LabCloud.Start;

    [Fact]
    public void WholeRun_Of_HasEachStepInItsOrderWithoutOverlap()
    {
        var cluster = new LabCloud().Build().ToTheEnd();

        var periods = Timeline(cluster, "ctl2");

        Assert.Equal(
            ["Drain", "Isolate", "StopAndHold", "Install", "Release", "Restore"],
            periods.Where(period => period is { Component: "nova", HeldBy: "" } && period.Name is not ("Expand" or "Migrate" or "Contract" or "OnlineMigrations" or "Restart"))
                .Select(period => period.Name).Distinct());
        Assert.All(periods.Zip(periods.Skip(1)), pair => Assert.True(pair.First.EndTime <= pair.Second.StartTime, $"{pair.First} {pair.Second}"));
        Assert.Equal(8, periods.Single(period => period is { Name: "Install", Component: "nova" }) is var install ? Math.Floor((install.EndTime - install.StartTime).TotalSeconds) : 0, tolerance: 3);
    }

    [Fact]
    public void OperatorThatIsRestarted_Of_GoesOnWithWhatWasWritten()
    {
        var cluster = new LabCloud().Build();
        var before = ImmutableArray<StepPeriod>.Empty;

        cluster.Until(one =>
        {
            if (one.EventNumber % 97 == 0)
            {
                one.RestartOperator();
            }

            var now = one.Objects.Order("ctl2")?.Status?.Timeline ?? [];
            Assert.True(now.Length >= before.Length && (before.IsEmpty || now[before.Length - 1].StartTime == before[^1].StartTime), "a restart loses nothing of the past");
            before = now;
            return Runs.IsOver(one);
        });

        Assert.NotEmpty(before);
    }

    [Fact]
    public void HoldsAndWork_Of_AreApart()
    {
        var status = Now(null, Step("Drain", ""), 0);
        status = Now(status, Step("Drain", "MinHealthyGuard"), 10);
        status = Now(status, Step("Drain", ""), 40);
        status = Now(status, Step("Install", ""), 45);

        Assert.Equal(
            ["Drain  0-10", "Drain MinHealthyGuard 10-40", "Drain  40-45"],
            status.Timeline.Select(period => $"{period.Name} {period.HeldBy} {Second(period.StartTime)}-{Second(period.EndTime)}"));
    }

    [Fact]
    public void HoldOfAMoment_Of_IsLeftOut()
    {
        var status = Now(null, Step("Drain", ""), 0);
        status = Now(status, Step("Drain", "LoadBalancerUnknown"), 10);
        status = Now(status, Step("Drain", ""), 10.4);
        status = Now(status, null, 20);

        Assert.Equal(["0-20"], status.Timeline.Select(period => $"{Second(period.StartTime)}-{Second(period.EndTime)}"));
    }

    [Fact]
    public void TooManyPeriods_Of_LoseTheOldest()
    {
        var status = Now(null, Step("Drain", ""), 0);
        for (var i = 1; i <= StepTimeline.MostPeriods + 7; i++)
        {
            status = Now(status, Step(i % 2 == 0 ? "Drain" : "Restore", ""), i);
        }

        Assert.Equal(StepTimeline.MostPeriods, status.Timeline.Length);
        Assert.Equal(StepTimeline.MostPeriods + 7, Second(status.Timeline[^1].EndTime));
    }

    [Fact]
    public void ClockSetBack_Of_MakesNoPeriodThatEndsBeforeItBegins()
    {
        var status = Now(null, Step("Drain", "", 100), 100);
        status = Now(status, Step("Install", "", 100), 50);

        Assert.Empty(status.Timeline);
    }

    private static NodeUpgradeStatus Now(NodeUpgradeStatus? before, NodeStepStatus? step, double second) => new()
    {
        Step = step,
        Timeline = StepTimeline.Of(before, step, Start.AddSeconds(second)),
    };

    private static NodeStepStatus Step(string name, string heldBy, double second = 0) => new() { Name = name, Component = "nova", HeldBy = heldBy, Attempt = 1, StartTime = Start.AddSeconds(second) };

    private static double Second(DateTimeOffset time) => (time - Start).TotalSeconds;

    private static ImmutableArray<StepPeriod> Timeline(SimulatedCluster cluster, string node) => cluster.Objects.Order(node)!.Status!.Timeline;
}
