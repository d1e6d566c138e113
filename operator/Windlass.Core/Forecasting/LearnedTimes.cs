using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Simulation;

namespace Windlass.Core.Forecasting;

/// <summary>
/// What earlier runs tell about the time of steps. The same step on the same role tells most, then the same step on another role, then the same
/// kind of step; of several runs the one that comes first is believed.
/// </summary>
public static class LearnedTimes
{
    private const string Install = "Install";

    /// <summary>Runs that are asked: what a cloud was two years ago says little about it.</summary>
    private const int MostRuns = 3;

    /// <summary>Acts on load balancers that one step of a simulated run is made of; the time of a step that was measured is that of all of them.</summary>
    private static readonly ImmutableSortedDictionary<string, int> Acts = ImmutableSortedDictionary<string, int>.Empty.Add("Drain", 1).Add("Isolate", 1).Add("Restore", RestoreActs);

    /// <summary>Drain, ready, seen up.</summary>
    internal const int RestoreActs = 3;

    /// <summary>The latest finished runs that say what their steps took, the latest first.</summary>
    /// <param name="upgrades">Every ClusterUpgrade of a namespace.</param>
    public static ImmutableArray<ClusterUpgrade> PastRuns(IEnumerable<ClusterUpgrade> upgrades) =>
    [
        .. upgrades.Where(upgrade => upgrade.Status is { CompletionTime: not null, StepTimes.IsEmpty: false })
            .OrderByDescending(upgrade => upgrade.Status!.CompletionTime).ThenBy(upgrade => upgrade.Metadata.Name, StringComparer.Ordinal)
            .Take(MostRuns),
    ];

    /// <summary>Times of steps by what some runs say.</summary>
    /// <param name="runs">Their rows; the run that is believed most comes first.</param>
    /// <param name="otherwise">What is taken where no run says anything.</param>
    public static StepTimes Of(ImmutableArray<ImmutableArray<StepTime>> runs, StepTimes otherwise)
    {
        var seconds = otherwise.Seconds.ToBuilder();
        foreach (var level in (Func<ImmutableArray<StepTime>, double, IEnumerable<KeyValuePair<string, double>>>[])[Kinds, Steps, StepsOnRoles])
        {
            for (var i = runs.Length - 1; i >= 0; i--)
            {
                foreach (var (step, took) in level(runs[i], otherwise.LookSeconds))
                {
                    seconds[step] = took;
                }
            }
        }

        return otherwise with { Seconds = seconds.ToImmutable() };
    }

    private static IEnumerable<KeyValuePair<string, double>> Kinds(ImmutableArray<StepTime> run, double look)
    {
        foreach (var kind in run.GroupBy(row => KindOf(row.Step), StringComparer.Ordinal))
        {
            yield return KeyValuePair.Create(kind.Key, Median(kind, look));
            if (kind.Key == Install)
            {
                // Whichever component comes first on a node brings the libraries of all: it stands out.
                yield return KeyValuePair.Create(StepTimes.FirstInstall, kind.Max(row => Seconds(row, look)));
            }
        }
    }

    /// <summary>Not of installs: the same one is the first on one role and the fifth on another.</summary>
    private static IEnumerable<KeyValuePair<string, double>> Steps(ImmutableArray<StepTime> run, double look) => run.Where(row => KindOf(row.Step) != Install)
        .GroupBy(row => row.Step, StringComparer.Ordinal)
        .Select(alike => KeyValuePair.Create(alike.Key, Median(alike, look)));

    private static IEnumerable<KeyValuePair<string, double>> StepsOnRoles(ImmutableArray<StepTime> run, double look) =>
        run.Where(row => row.Role.Length > 0).Select(row => KeyValuePair.Create($"{row.Step} {row.Role}", Seconds(row, look)));

    /// <summary>Over nodes, not over rows.</summary>
    private static double Median(IEnumerable<StepTime> rows, double look)
    {
        var sorted = rows.OrderBy(row => row.MedianMilliseconds).ToImmutableArray();
        var half = sorted.Sum(row => Math.Max(1, row.Count)) / 2;
        return Seconds(sorted.First(row => (half -= Math.Max(1, row.Count)) < 0), look);
    }

    /// <summary>Each act on load balancers comes with a look, which counts by itself.</summary>
    private static double Seconds(StepTime row, double look) => Acts.TryGetValue(KindOf(row.Step), out var acts)
        ? Math.Max(0, (row.MedianMilliseconds / 1000.0 / acts) - look)
        : row.MedianMilliseconds / 1000.0;

    private static string KindOf(string step) => step.Split(' ')[0];
}
