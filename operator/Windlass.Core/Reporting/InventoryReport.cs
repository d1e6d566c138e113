using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Observation;

namespace Windlass.Core.Reporting;

/// <summary>Says in <c>ClusterNode.status</c> what was last seen of a machine.</summary>
public static class InventoryReport
{
    /// <summary>The machine answered.</summary>
    /// <param name="node">Its declaration and last status.</param>
    /// <param name="observation">What it told.</param>
    /// <param name="release">Release its packages tell; null when none fits.</param>
    /// <param name="now">The operator's time.</param>
    public static ClusterNodeStatus Of(ClusterNode node, NodeObservation observation, string? release, DateTimeOffset now) => new()
    {
        ObservedGeneration = node.Metadata.Generation ?? 0,
        Conditions = Reachable(node, ConditionStatus.True, "SshConnected", "answers over SSH", now),
        Roles = string.Join(',', node.Spec.Roles),
        Release = release ?? "",
        MachineId = observation.Machine.MachineId,
        Kernel = observation.Machine.Kernel,
        OperatingSystem = observation.Machine.OperatingSystem,
        LastObservedTime = now,
    };

    /// <summary>The machine did not answer: what was known stays.</summary>
    /// <param name="node">Its declaration and last status.</param>
    /// <param name="reason">CamelCase reason.</param>
    /// <param name="message">What a person can do.</param>
    /// <param name="now">The operator's time.</param>
    public static ClusterNodeStatus Unreachable(ClusterNode node, string reason, string message, DateTimeOffset now) =>
        (node.Status ?? new ClusterNodeStatus()) with
        {
            ObservedGeneration = node.Metadata.Generation ?? 0,
            Roles = string.Join(',', node.Spec.Roles),
            Conditions = Reachable(node, ConditionStatus.False, reason, message, now),
        };

    private static ImmutableArray<Condition> Reachable(ClusterNode node, ConditionStatus status, string reason, string message, DateTimeOffset now) =>
        new ConditionSet(node.Status?.Conditions ?? [], node.Metadata.Generation ?? 0, now).Add("Reachable", status, reason, message).Build();
}
