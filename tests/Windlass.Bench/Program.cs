using System.Globalization;
using Windlass.Bench;
using Windlass.Core.Forecasting;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Upgrades;

// One decision of each planner in a small and a large cloud: the large one must stay within 10 ms, and grow no faster than the cloud.
const int Small = 101;
const int Large = 10_000;

Console.WriteLine($"{"one decision of",-18}{"nodes",8}{"median ms",12}{"least ms",12}{"KiB",12}{"ratio",9}  goal");
Report("UpgradePlanner", nodes =>
{
    var view = BenchCloud.Upgrade(nodes);
    return Measure.Of(() => UpgradePlanner.Decide(view, BenchCloud.Now));
});
Report("ExpectedEnd", nodes =>
{
    var view = BenchCloud.Upgrade(nodes);
    return Measure.Of(() => (object?)ExpectedEnd.Of(view, BenchCloud.Now) ?? "unknown");
}, "now and then, within a hundredth of a processor");
Report("NodePlanner", nodes =>
{
    var view = BenchCloud.Controller(nodes);
    return Measure.Of(() => NodePlanner.Decide(view, BenchCloud.Now));
});

static void Report(string name, Func<int, Measure> measure, string goal = "median at most 10 ms")
{
    var (small, large) = (measure(Small), measure(Large));
    Console.WriteLine(Line(name, Small, small, 1, ""));
    Console.WriteLine(Line(name, Large, large, large.Least / small.Least, goal));
}

static string Line(string name, int nodes, Measure measure, double ratio, string goal) => string.Create(
    CultureInfo.InvariantCulture, $"{name,-18}{nodes,8}{measure.Milliseconds,12:F3}{measure.Least,12:F3}{measure.Bytes / 1024.0,12:F1}{ratio,9:F1}  {goal}");
