using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Releases;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>Runs simulated clusters to an end.</summary>
internal static class Runs
{
    /// <summary>Steps until the condition holds.</summary>
    public static SimulatedCluster Until(this SimulatedCluster cluster, Func<SimulatedCluster, bool> isOver, int mostEvents = 60_000)
    {
        while (!isOver(cluster))
        {
            Assert.True(cluster.EventNumber < mostEvents, $"no end after {mostEvents} events:\n{cluster.Transcript()}");
            cluster.Step();
        }

        return cluster;
    }

    /// <summary>Steps until the upgrade is ready, or gone, or has been standing still for a while.</summary>
    public static SimulatedCluster ToTheEnd(this SimulatedCluster cluster) => cluster.Until(IsOver);

    public static bool IsOver(SimulatedCluster cluster) => cluster.Objects.IsReleased || cluster.Is("Ready") || cluster.Is("Stalled");

    public static bool Is(this SimulatedCluster cluster, string condition) => cluster.Condition(condition) is { Status: ConditionStatus.True };

    public static ClusterReleaseSpec Birch(this SimulatedCluster cluster) => cluster.Objects.Releases.First(release => release.Metadata.Name == "birch").Spec;

    public static bool IsStoppedTogether(this SimulatedCluster cluster, string component) =>
        cluster.Birch().Components.First(one => one.Name == component).Schema is { Window: SchemaWindowKind.AllStopped };

    public static Condition? Condition(this SimulatedCluster cluster, string type) =>
        cluster.Objects.Upgrade.Status?.Conditions.FirstOrDefault(condition => condition.Type == type);
}
