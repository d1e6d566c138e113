using System.Collections.Immutable;
using System.Globalization;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Forecasting;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Simulation;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Forecasting;

public sealed class ExpectedEndTests(ITestOutputHelper output)
{
    private static readonly ImmutableArray<double> Moments = [0.05, 0.25, 0.5, 0.75, 0.95];

    /// <summary>Clouds and times of steps by chance: how wrong it is at a moment of the run, as a part of the whole; and with a run like it to learn from.</summary>
    [Fact]
    public void RandomClouds_ExpectedEnd_Converges()
    {
        var films = Enumerable.Range(1, 12).Select(seed => Film.Of(Cloud(new Random(seed)), Times(new Random(seed)))).ToImmutableArray();
        var (first, later) = (films.Select(film => Errors(film)).ToImmutableArray(), films.Select(film => Errors(film, film.End)).ToImmutableArray());
        Tell("first run", first);
        Tell("with a run to learn from", later);

        Assert.All(first, one => Assert.True(one is [_, _, <= 0.4, <= 0.12, <= 0.05], string.Join(' ', one)));
        Assert.All(later, one => Assert.True(one is [<= 0.12, <= 0.12, <= 0.12, <= 0.08, <= 0.03], string.Join(' ', one)));
    }

    /// <summary>The plan of the next run like it, before anything has begun.</summary>
    [Fact]
    public void RunThatWasLearnedFrom_ExpectedDuration_IsItsOwn()
    {
        var film = Film.Of(Cloud(new Random(1)), Times(new Random(1)));
        var plan = film.Views.Last(shot => shot.View.Upgrade.Status is { StartTime: null }).View;

        var learned = RemainingTime.Of(plan with { Upgrades = [plan.Upgrade, Past(plan, film.End)] }, film.Start)!.Value;
        var typical = RemainingTime.Of(plan, film.Start)!.Value;

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{film.Took.TotalSeconds:F0} s; learned {learned / film.Took:P1}, typical {typical / film.Took:P1}"));
        Assert.InRange(learned / film.Took, 0.93, 1.07);
    }

    [Fact]
    public void NodeThatNeedsAPerson_ExpectedEnd_IsUnknown()
    {
        var (now, view) = Film.Of(Cloud(new Random(2)), StepTimes.Typical).At(0.5);
        var order = view.Orders[^1];
        var stalled = order with
        {
            Status = order.Status! with { Conditions = [.. order.Status.Conditions, new Condition("Stalled", ConditionStatus.True, "Failed", "", now, 1)] },
        };

        Assert.NotNull(ExpectedEnd.Of(view, now));
        Assert.Null(ExpectedEnd.Of(view with { Orders = view.Orders.SetItem(view.Orders.Length - 1, stalled) }, now));
    }

    [Theory]
    [InlineData("Satellites", true)]
    [InlineData("LastVisits", true)]
    [InlineData("Paused", false)]
    [InlineData("Waiting", false)]
    [InlineData("Observing", false)]
    public void Stage_IsForetold_OnlyAtWork(string stage, bool expected)
    {
        var status = new ClusterUpgradeStatus { Stage = stage, StartTime = LabCloud.Start };

        Assert.Equal(expected, ExpectedEnd.IsForetold(status));
        Assert.False(ExpectedEnd.IsForetold(status with { Conditions = [new Condition("Stalled", ConditionStatus.True, "Failed", "", LabCloud.Start, 1)] }));
        Assert.False(ExpectedEnd.IsForetold(status with { CompletionTime = LabCloud.Start }));
    }

    [Theory]
    [InlineData(null, 1000, 1000)]
    [InlineData(1000, 1040, 1000)]
    [InlineData(1000, 1060, 1060)]
    [InlineData(100, 120, 100)]
    [InlineData(100, 131, 131)]
    [InlineData(-1, 5, 5)]
    [InlineData(1000, null, null)]
    public void EndThatMovesALittle_Told_StaysAsItWas(int? told, int? seen, int? expected)
    {
        DateTimeOffset? Time(int? seconds) => seconds is { } after ? LabCloud.Start.AddSeconds(after) : null;

        Assert.Equal(Time(expected), ExpectedEnd.Told(Time(told), Time(seen), LabCloud.Start));
    }

    [Fact]
    public void MaintenanceWindows_ExpectedEnd_IsInsideOne()
    {
        var (now, view) = Film.Of(Cloud(new Random(2)), StepTimes.Typical).At(0.5);
        var left = ExpectedEnd.Of(view, now)!.Value - now;
        var window = new MaintenanceWindow { Start = "00:00", End = "01:00", TimeZone = "UTC", LastStartMinutes = 55 };
        var inWindows = view with { Upgrade = view.Upgrade with { Spec = view.Upgrade.Spec with { MaintenanceWindows = [window] } } };

        var end = ExpectedEnd.Of(inWindows, now)!.Value;

        // Five minutes a day, the first of them tomorrow.
        Assert.InRange(end.TimeOfDay, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Assert.Equal(1 + (int)(left.TotalMinutes / 5), (end.Date - now.Date).Days);
    }

    private void Tell(string what, ImmutableArray<ImmutableArray<double>> errors)
    {
        for (var i = 0; i < Moments.Length; i++)
        {
            var sorted = errors.Select(one => one[i]).Order().ToImmutableArray();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}, at {Moments[i]:P0}: median {sorted[sorted.Length / 2]:P1}, worst {sorted[^1]:P1}"));
        }
    }

    private static ClusterUpgrade Past(UpgradeView view, ClusterUpgradeStatus end) => new() { Metadata = new ObjectMeta { Name = "past" }, Spec = view.Upgrade.Spec, Status = end };

    private static ImmutableArray<double> Errors(Film film, ClusterUpgradeStatus? past = null) => [.. Moments.Select(moment =>
    {
        var (now, view) = film.At(moment);
        view = past is null ? view : view with { Upgrades = [view.Upgrade, Past(view, past)] };
        return ExpectedEnd.Of(view, now) is { } end ? (end - film.Start - film.Took).Duration() / film.Took : 1;
    })];

    private static ImaginedCloud Cloud(Random random) => Forecasts.Cloud(
        $"controllers={random.Next(2, 5)},network={random.Next(1, 9)},compute={random.Next(1, 30)}",
        Forecasts.Strategy(
            new SatelliteStrategy { MaxInFlight = random.Next(1, 4), PerFailureDomain = random.Next(2) == 0 },
            new SatelliteStrategy { MaxInFlight = random.Next(1, 9), SettleSeconds = random.Next(5, 60), PerFailureDomain = random.Next(2) == 0 }) with
        {
            ControlPlane = new ControlPlaneStrategy { ParallelComponents = random.Next(1, 4) },
        });

    /// <summary>From a third of what is typical to three times as much, each kind by itself.</summary>
    private static StepTimes Times(Random random) => StepTimes.Typical with
    {
        Seconds = StepTimes.Typical.Seconds.ToImmutableSortedDictionary(kind => kind.Key, kind => kind.Value * Math.Pow(3, (2 * random.NextDouble()) - 1), StringComparer.Ordinal),
    };

    /// <summary>A simulated run with what the upgrade planner saw now and then.</summary>
    private sealed record Film(DateTimeOffset Start, TimeSpan Took, ClusterUpgradeStatus End, ImmutableArray<(DateTimeOffset Now, UpgradeView View)> Views)
    {
        public static Film Of(ImaginedCloud cloud, StepTimes times)
        {
            var (cluster, views) = (cloud.Build(new SimulationSettings { Times = times, IsUndisturbed = true }, LabCloud.Start), ImmutableArray.CreateBuilder<(DateTimeOffset, UpgradeView View)>());
            var next = LabCloud.Start;
            cluster.Until(
                one =>
                {
                    if (one.Now >= next || one.Objects.Upgrade.Status is { StartTime: null })
                    {
                        next = one.Now.AddSeconds(10);
                        views.Add((one.Now, one.Objects.View(0)));
                    }

                    return one.Is("Ready");
                },
                mostEvents: 200_000);
            return new Film(LabCloud.Start, cluster.Now - LabCloud.Start, cluster.Objects.Upgrade.Status!, views.ToImmutable());
        }

        public (DateTimeOffset Now, UpgradeView View) At(double part) => Views.First(shot => shot.Now - Start >= Took * part);
    }
}
