using System.Collections.Immutable;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Projection;
using Windlass.Core.Simulation;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Projection;

/// <summary>Simulated clouds as somebody with an SSH key would see them.</summary>
internal static class Looks
{
    public static CloudLook Look(this SimulatedCluster cluster) => new()
    {
        Upgrade = cluster.Objects.Upgrade,
        Releases = cluster.Objects.Releases,
        Nodes =
        [
            .. cluster.Objects.Nodes.Select(node => cluster.Node(node.Metadata.Name) is { IsReachable: true } machine
                ? (NodeLook)new NodeLook.Seen(node, Unasked(machine.Observe(cluster.Now, cluster.Now, Probes.For(node.Spec, LabReleases.Birch.Spec))))
                : new NodeLook.Unseen(node, "no login within 20 s")),
        ],
        LoadBalancers = cluster.Balancers.Read(),
    };

    /// <summary>What nothing needs is asked for at the end of a run only.</summary>
    private static NodeObservation Unasked(NodeObservation look) => look with { Packaging = look.Packaging with { Unneeded = null } };

    public static UpgradeProjection Project(this SimulatedCluster cluster) => UpgradeForesight.Of(cluster.Look(), cluster.Now);

    /// <summary>Steps on the nodes themselves, by node, in order.</summary>
    public static SortedDictionary<string, string> Commands(this UpgradeProjection projection) => ByNode(projection.Waves
        .SelectMany(wave => wave.Visits)
        .SelectMany(visit => visit.Steps.Select(step => (visit.Node.Metadata.Name, step.Step)))
        .Where(step => step.Step is NodeStep.Command));

    /// <summary>The same, of a run.</summary>
    public static SortedDictionary<string, string> CommandsToTheEnd(this SimulatedCluster cluster)
    {
        var steps = new List<(string, NodeStep)>();
        cluster.Until(one =>
        {
            if (one.Completed is { } completed)
            {
                steps.Add((completed.Node.Name.Value, completed.Step));
            }

            return Runs.IsOver(one);
        });
        return ByNode(steps);
    }

    /// <summary>The projection as people would tell it.</summary>
    public static string Outline(this UpgradeProjection projection) => string.Join('\n', [.. projection.Waves.SelectMany(wave => Lines(wave)), projection.StoppedBecause ?? "done"]) + "\n";

    private static ImmutableArray<string> Lines(ProjectedWave wave) =>
    [
        $"{wave.Stage} {wave.Components}".Trim(),
        .. wave.Visits.Select(visit => $"  {visit.Node.Metadata.Name}: {string.Join(", ", visit.Steps.Select(step => Name(step.Step)))}"),
    ];

    private static SortedDictionary<string, string> ByNode(IEnumerable<(string Node, NodeStep Step)> steps) => new(
        steps.GroupBy(step => step.Node).ToDictionary(node => node.Key, node => string.Join(", ", node.Select(step => Name(step.Step)))), StringComparer.Ordinal);

    private static string Name(NodeStep step) => $"{StepIds.KindOf(step)} {StepIds.ComponentOf(step)}".Trim();
}
