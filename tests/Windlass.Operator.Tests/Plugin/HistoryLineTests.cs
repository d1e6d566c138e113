using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Tests.Plugin;

/// <summary>The past of a cluster: the upgrades that are there, and those that they remember.</summary>
public sealed class HistoryLineTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A run that two objects remember, or that is there itself, is one run.</summary>
    [Fact]
    public void UpgradeWasDeleted_History_TellsItOnceAndFirst()
    {
        var third = Upgrade("c", 3, Past("a", 1), Past("b", 2));

        Assert.Equal(["a", "b", "c"], HistoryLine.All([third, Upgrade("b", 2, Past("a", 1))]).Select(line => line.Upgrade));
        Assert.Equal(["a", "b", "c"], HistoryLine.All([third]).Select(line => line.Upgrade));
        Assert.Equal(("alder", "birch", "UpgradeSucceeded", "3/3", 40L), HistoryLine.All([third])[0] is var line ? (line.From, line.Target, line.Result, line.Nodes, line.Steps) : default);
    }

    private static PastRun Past(string name, int day) => new()
    {
        Upgrade = name,
        FromRelease = "alder",
        TargetRelease = "birch",
        Result = "UpgradeSucceeded",
        StartTime = Start.AddDays(day),
        CompletionTime = Start.AddDays(day).AddHours(1),
        Nodes = "3/3",
        StepsRun = 40,
    };

    private static ClusterUpgrade Upgrade(string name, int day, params PastRun[] history) => new()
    {
        Metadata = new ObjectMeta { Name = name, CreationTimestamp = Start.AddDays(day) },
        Spec = new ClusterUpgradeSpec { TargetRelease = "birch" },
        Status = new ClusterUpgradeStatus { StartTime = Start.AddDays(day), History = [.. history] },
    };
}
