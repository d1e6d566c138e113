using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Reporting;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Reporting;

/// <summary>Runs stay told when their objects are gone.</summary>
public sealed class RunHistoryTests
{
    private readonly ClusterUpgrade _last = Upgrade("last");

    [Fact]
    public void RunsThatAreOver_History_TellsThemOldestFirst()
    {
        var told = RunHistory.Of(View(_last, Ended("b", 5), Ended("a", 1), Upgrade("at-work") with { Status = new() { StartTime = LabCloud.Start } }));

        Assert.Equal(["a UpgradeSucceeded 3/3", "b UpgradeSucceeded 3/3"], told.Select(run => $"{run.Upgrade} {run.Result} {run.Nodes}"));
        Assert.Equal((LabCloud.Start.AddHours(1), LabCloud.Start.AddHours(2), "alder", "birch"), (told[0].StartTime, told[0].CompletionTime, told[0].FromRelease, told[0].TargetRelease));
    }

    /// <summary>The one between handed on what it knew.</summary>
    [Fact]
    public void ObjectsAreDeleted_History_KeepsThemAndWhatTheyKnew()
    {
        var second = Ended("b", 5);
        second = second with { Status = second.Status! with { History = RunHistory.Of(View(Upgrade("b"), Ended("a", 1))) } };
        var known = RunHistory.Of(View(_last, second));

        var alone = RunHistory.Of(View(_last with { Status = new() { History = known } }));

        Assert.Equal(["a", "b"], alone.Select(run => run.Upgrade));
        Assert.Equal(known, alone);
    }

    [Fact]
    public void ManyRuns_History_KeepsTheLastFive() =>
        Assert.Equal(["r3", "r4", "r5", "r6", "r7"], RunHistory.Of(View(_last, [.. Enumerable.Range(1, 7).Select(number => Ended($"r{number}", number))])).Select(run => run.Upgrade));

    /// <summary>The same array: a status that is as it was is not written.</summary>
    [Fact]
    public void NothingNew_History_IsTheSameArray()
    {
        var known = RunHistory.Of(View(_last, Ended("a", 1)));

        Assert.True(known == RunHistory.Of(View(_last with { Status = new() { History = known } }, Ended("a", 1))));
    }

    /// <summary>What ran later is no history of it; nor is it one of itself.</summary>
    [Fact]
    public void ItIsOver_History_StaysAsItWas()
    {
        var over = Ended("last", 1);

        Assert.Empty(RunHistory.Of(View(over, Ended("later", 5))));
        var later = Ended("later", 5);
        var handedOn = later with { Status = later.Status! with { History = RunHistory.Of(View(later with { Status = null }, over)) } };
        Assert.Equal(["later"], RunHistory.Of(View(over with { Status = over.Status! with { CompletionTime = null } }, handedOn)).Select(run => run.Upgrade));
    }

    private static UpgradeView View(ClusterUpgrade upgrade, params ImmutableArray<ClusterUpgrade> others) => new() { Upgrade = upgrade, Upgrades = [upgrade, .. others] };

    private static ClusterUpgrade Upgrade(string name) => new()
    {
        Metadata = new ObjectMeta { Name = name, Generation = 1, CreationTimestamp = LabCloud.Start },
        Spec = new ClusterUpgradeSpec { TargetRelease = "birch" },
    };

    private static ClusterUpgrade Ended(string name, int hour) => Upgrade(name) with
    {
        Status = new ClusterUpgradeStatus
        {
            Conditions = [new Condition("Ready", ConditionStatus.True, "UpgradeSucceeded", "all", LabCloud.Start, 1)],
            FromRelease = "alder",
            Nodes = new NodeCounts { Summary = "3/3" },
            StartTime = LabCloud.Start.AddHours(hour),
            CompletionTime = LabCloud.Start.AddHours(hour + 1),
        },
    };
}
