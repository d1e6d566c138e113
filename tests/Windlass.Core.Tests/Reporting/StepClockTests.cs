using System.Collections.Immutable;
using Windlass.Core.Simulation;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Reporting;

public sealed class StepClockTests
{
    [Fact]
    public void StepsThatEnded_Report_SaysWhatTheNodesLedgerSays()
    {
        var cluster = new LabCloud().Build().ToTheEnd();

        var took = Took(cluster, "ctl2");
        Assert.Equal((8000, 4000, 3000), (took["Install nova"], took["Expand keystone"], took["SwitchRepository"]));
        Assert.Equal(8000, Took(cluster, "cmp01")["Install nova"]);
        Assert.InRange(took["Restore nova"], 1, 10_000);
        Assert.False(Took(cluster, "ctl3").ContainsKey("Expand keystone"));
    }

    /// <summary>Nothing that matters is in memory: whoever comes after a crash writes down the same.</summary>
    [Fact]
    public void OperatorThatIsRestartedAgainAndAgain_Report_HasTheSameTimesOfCommands()
    {
        var (calm, restarted) = (new LabCloud().Build().ToTheEnd(), new LabCloud().Build());

        restarted.Until(one =>
        {
            if (one.EventNumber % 97 == 0)
            {
                one.RestartOperator();
            }

            return Runs.IsOver(one);
        });

        Assert.True(restarted.Is("Ready"));
        foreach (var node in calm.Nodes.Select(node => node.Name.Value))
        {
            Assert.Equal(Commands(Took(calm, node)), Commands(Took(restarted, node)));
        }
    }

    [Fact]
    public void TryThatFailed_Report_CountsTheTryThatWentWell()
    {
        var cluster = new LabCloud { Computes = 0, HasNetwork = false }.Build();
        cluster.Node("ctl3").Expect(new StepFault("Install", StepHarm.Fails));

        cluster.ToTheEnd();

        // Not the pause before the second try either.
        Assert.Equal(8000, Took(cluster, "ctl3")["Install keystone"]);
    }

    private static ImmutableSortedDictionary<string, long> Took(SimulatedCluster cluster, string node) => cluster.Objects.Order(node)!.Status!.StepMilliseconds;

    private static string Commands(ImmutableSortedDictionary<string, long> took) => string.Join(
        ", ", took.Where(one => one.Key.Split(' ')[0] is not ("Drain" or "Isolate" or "Restore")));
}
