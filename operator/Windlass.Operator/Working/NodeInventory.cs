using Windlass.Core.Api;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Observation;
using Windlass.Core.Reporting;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Working;

/// <summary>Keeps <c>ClusterNode.status</c>: what the machine is and whether it answers.</summary>
internal sealed class NodeInventory(IClusterApi api, TimeProvider time)
{
    /// <summary>A new time alone is written at most this often: it is news for people, not for machines.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    public Task ReportAsync(ClusterNode node, NodeObservation observation, string? release, CancellationToken cancellation) =>
        WriteAsync(node, InventoryReport.Of(node, observation, release, time.GetUtcNow()), cancellation);

    public Task ReportUnreachableAsync(ClusterNode node, string reason, string message, CancellationToken cancellation) =>
        WriteAsync(node, InventoryReport.Unreachable(node, reason, message, time.GetUtcNow()), cancellation);

    private async Task WriteAsync(ClusterNode node, ClusterNodeStatus status, CancellationToken cancellation)
    {
        var before = node.Status;
        var isFresh = before?.LastObservedTime is { } last && time.GetUtcNow() - last < Freshness;
        if (isFresh && SameJson.Are(before, status with { LastObservedTime = before!.LastObservedTime }, WindlassJson.Default.ClusterNodeStatus))
        {
            return;
        }

        // Inventory is news for people: a write that fails is made up for by the next pass.
        await api.ApplyStatusAsync(Kinds.Nodes, node with { Status = status }, new ApplyOptions(NodeReconciler.Manager), cancellation).ConfigureAwait(false);
    }
}
