using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;
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

    /// <summary>Its node has told that it makes no progress.</summary>
    public static bool IsStalled(this NodeUpgrade? order) => order?.Status?.Conditions.Any(condition => condition.Type == "Stalled") == true;

    public static ClusterReleaseSpec Birch(this SimulatedCluster cluster) => cluster.Objects.Release("birch");

    public static bool IsStoppedTogether(this SimulatedCluster cluster, string component)
    {
        foreach (var one in cluster.Birch().Components)
        {
            if (one.Name == component)
            {
                return one.Schema is { Window: SchemaWindowKind.AllStopped };
            }
        }

        return false;
    }

    public static Condition? Condition(this SimulatedCluster cluster, string type)
    {
        foreach (var condition in cluster.Objects.Upgrade.Status?.Conditions ?? [])
        {
            if (condition.Type == type)
            {
                return condition;
            }
        }

        return null;
    }
}
