using System.Collections.Concurrent;
using System.Collections.Immutable;
using Windlass.Core.Api;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Reporting;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Metrics;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Working;

/// <summary>Writes the status of work orders, and tells by events and metrics what the change means. A status that changes nothing is not written.</summary>
internal sealed class OrderReports(IClusterApi api, EventJournal journal, WindlassMetrics metrics, TimeProvider time)
{
    private readonly ConcurrentDictionary<ResourceKey, Unwritten> _unwritten = new();

    /// <summary>
    /// What came of a step that ended well is written by the pass that follows at once, together with what it decides: half of the writes. A
    /// crash in between loses a count; the node and the load balancers still tell what was done.
    /// </summary>
    /// <param name="stored">The order with the status that is stored.</param>
    /// <param name="status">What it is now.</param>
    public void Keep(NodeUpgrade stored, NodeUpgradeStatus status) =>
        _unwritten[ResourceKey.Of(stored)] = new Unwritten(stored.Metadata.Uid, stored.Status, status);

    /// <summary>An order as it was read, with what is not written yet.</summary>
    public NodeUpgrade Newest(NodeUpgrade stored) => Find(stored) is { } kept ? stored with { Status = kept.Status } : stored;

    /// <summary>Replaces the status of an order.</summary>
    /// <returns>Null when it is stored; otherwise why not.</returns>
    public async Task<ApiFailure?> WriteAsync(NodeUpgrade order, NodeUpgradeStatus status, CancellationToken cancellation)
    {
        if (Find(order) is { } kept)
        {
            order = order with { Status = kept.Stored };
        }

        if (SameJson.Are(order.Status, status, WindlassJson.Default.NodeUpgradeStatus))
        {
            return null;
        }

        var outcome = await api.ApplyStatusAsync(
            Kinds.WorkOrders, order with { Status = status }, new ApplyOptions(NodeReconciler.Manager), cancellation).ConfigureAwait(false);
        if (outcome.Failure is { } failure)
        {
            return failure;
        }

        _unwritten.TryRemove(ResourceKey.Of(order), out _);
        journal.Tell(order, NodeEvents.Between(order.Status, status));
        MeasureRotation(order, status);
        return null;
    }

    /// <summary>Counts a step that came to an end.</summary>
    public void Measure(NodeUpgrade order, NodeUpgradeStatus status, string step, StepResult result)
    {
        var (word, reason) = result switch
        {
            StepResult.Done => ("success", ""),
            StepResult.Failed => ("failure", "ExitCode"),
            StepResult.Lost => ("unreachable", "Lost"),
            StepResult.Refused => ("failure", "Refused"),
            _ => ("", ""),
        };
        if (word.Length > 0)
        {
            metrics.StepEnded(Labels(order, step), word, reason, time.GetUtcNow() - (status.Step?.StartTime ?? time.GetUtcNow()));
        }
    }

    /// <summary>Servers had come back into rotation by themselves.</summary>
    public void TellDrainLost(NodeUpgrade order, ImmutableArray<ServerRef> servers) => journal.Tell(order, [NodeEvents.DrainLost(servers)]);

    /// <summary>A node has left the cluster and what was taken from its load balancers cannot be given back.</summary>
    public void TellLeftBehind(NodeUpgrade order, ImmutableArray<DrainRecord> records) => journal.Tell(order, [NodeEvents.LeftBehind(records)]);

    /// <summary>A drain has no end of its own: it is over when the planner wants the next step on the way out of rotation.</summary>
    private void MeasureRotation(NodeUpgrade order, NodeUpgradeStatus status)
    {
        var isOver = order.Status?.Step is { Name: "Drain" or "Isolate" } left && status.Step is { Name: not "Restore" } next && next.Name != left.Name;
        if (isOver && order.Status?.Step is { } rotation)
        {
            metrics.StepEnded(Labels(order, rotation.Name), "success", "", time.GetUtcNow() - rotation.StartTime);
        }
    }

    /// <summary>A namesake made anew has another uid: what is left of the old one is dropped.</summary>
    private Unwritten? Find(NodeUpgrade order)
    {
        var key = ResourceKey.Of(order);
        if (!_unwritten.TryGetValue(key, out var kept) || kept.Uid == order.Metadata.Uid)
        {
            return kept;
        }

        _unwritten.TryRemove(key, out _);
        return null;
    }

    private static StepLabels Labels(NodeUpgrade order, string step) =>
        new(order.Metadata.Namespace ?? "", order.Spec.UpgradeName, order.Spec.Role, step);

    private sealed record Unwritten(string? Uid, NodeUpgradeStatus? Stored, NodeUpgradeStatus Status);
}
