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

/// <summary>
/// Writes the status of work orders, always over the version that was read, and tells by events and metrics what the change means. A replica that has
/// been replaced finds the version changed and writes nothing.
/// </summary>
internal sealed class OrderReports(IClusterApi api, OrderClaims claims, EventJournal journal, WindlassMetrics metrics, TimeProvider time)
{
    /// <summary>Grants come seldom: who meets so many in a row has met something else.</summary>
    private const int MostAttempts = 5;

    private readonly ConcurrentDictionary<ResourceKey, Unwritten> _unwritten = new();

    /// <summary>
    /// What came of a step that ended well is written by the pass that follows at once, together with what it decides: half of the writes. A
    /// crash in between loses a count; the node and the load balancers still tell what was done.
    /// </summary>
    /// <param name="stored">The order with the status that is stored.</param>
    /// <param name="status">What it is now.</param>
    public void Keep(NodeUpgrade stored, NodeUpgradeStatus status) =>
        _unwritten[ResourceKey.Of(stored)] = new Unwritten(stored.Metadata.Uid, stored.Status, status);

    /// <summary>An order as it was read, with what is not written yet. What another replica has written since counts more.</summary>
    public NodeUpgrade Newest(NodeUpgrade stored)
    {
        if (Find(stored) is not { } kept)
        {
            return stored;
        }

        if (IsSame(kept.Stored, stored.Status))
        {
            return stored with { Status = kept.Status };
        }

        _unwritten.TryRemove(ResourceKey.Of(stored), out _);
        return stored;
    }

    /// <summary>Replaces the status of an order. A status that changes nothing is not written.</summary>
    /// <param name="order">As it was read; nobody else may have written its status since.</param>
    /// <param name="status">What it is now.</param>
    /// <param name="tenure">By what right.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<OrderWriting> WriteAsync(NodeUpgrade order, NodeUpgradeStatus status, NodeTenure tenure, CancellationToken cancellation) =>
        WriteOverAsync(WithoutUnwritten(order), status, tenure, original => IsSame(original.Status, status), cancellation);

    /// <summary>The same before a step: afterwards the order has a fence that is ours.</summary>
    public Task<OrderWriting> WriteClaimedAsync(NodeUpgrade order, NodeUpgradeStatus status, NodeTenure tenure, CancellationToken cancellation) =>
        WriteOverAsync(WithoutUnwritten(order), status, tenure, original => IsSame(original.Status, status) && claims.Of(original, tenure) is not null, cancellation);

    private async Task<OrderWriting> WriteOverAsync(
        NodeUpgrade order, NodeUpgradeStatus status, NodeTenure tenure, Func<NodeUpgrade, bool> isWritten, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (claims.IsSuperseded(order, tenure))
            {
                return Replaced(order);
            }

            if (isWritten(order))
            {
                return new OrderWriting.Stored(order);
            }

            var outcome = await TryWriteAsync(order, status, tenure, cancellation).ConfigureAwait(false);
            if (outcome is not OrderWriting.Refused { Failure: ApiFailure.Conflict } || attempt == MostAttempts
                || await AgainAsync(order, cancellation).ConfigureAwait(false) is not { } again)
            {
                return outcome;
            }

            order = again;
        }
    }

    private async Task<OrderWriting> TryWriteAsync(NodeUpgrade order, NodeUpgradeStatus status, NodeTenure tenure, CancellationToken cancellation)
    {
        var fence = claims.Of(order, tenure);
        if (fence is null)
        {
            // After the order was read, before it is written: whoever takes over from here on finds our claim, or we find theirs.
            if (!await tenure.ConfirmAsync(cancellation).ConfigureAwait(false))
            {
                return Replaced(order);
            }

            fence = claims.Next(order, tenure);
        }

        status = status with { Fence = fence.Value };
        var options = new ApplyOptions(NodeReconciler.Manager) { ResourceVersion = order.Metadata.ResourceVersion };
        var outcome = await api.ApplyStatusAsync(Kinds.WorkOrders, order with { Status = status }, options, cancellation).ConfigureAwait(false);
        if (!outcome.TryGet(out var written, out var failure))
        {
            return new OrderWriting.Refused(failure);
        }

        claims.Keep(written, tenure, fence.Value);
        _unwritten.TryRemove(ResourceKey.Of(order), out _);
        var events = NodeEvents.Between(order.Status, status);
        journal.Tell(order, events);
        MeasureEnds(order, events);
        MeasureRotation(order, status);
        return new OrderWriting.Stored(written);
    }

    /// <summary>A grant that came meanwhile is no reason to give up: the status is as we read it. Null: it is not, or cannot be read.</summary>
    private async Task<NodeUpgrade?> AgainAsync(NodeUpgrade order, CancellationToken cancellation)
    {
        var found = await api.GetAsync(Kinds.WorkOrders, ResourceKey.Of(order), cancellation).ConfigureAwait(false);
        return found.TryGet(out var fresh, out _) && fresh.Metadata.Uid == order.Metadata.Uid && IsSame(fresh.Status, order.Status)
            ? order with { Metadata = fresh.Metadata }
            : null;
    }

    private NodeUpgrade WithoutUnwritten(NodeUpgrade order) => Find(order) is { } kept ? order with { Status = kept.Stored } : order;

    private static OrderWriting.Refused Replaced(NodeUpgrade order) =>
        new(new ApiFailure.Conflict($"another replica has taken over {order.Spec.NodeName} (fence {order.Status?.Fence ?? 0})"));

    private static bool IsSame(NodeUpgradeStatus? one, NodeUpgradeStatus? other) => SameJson.Are(one, other, WindlassJson.Default.NodeUpgradeStatus);

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

    /// <summary>Each end is an event, so it counts as often as it is told.</summary>
    private void MeasureEnds(NodeUpgrade order, ImmutableArray<ReportedEvent> events)
    {
        foreach (var result in events.Select(one => one.Reason switch { "NodeUpgraded" => "upgraded", "NodeStalled" or "DrainTimedOut" => "stalled", _ => null }).OfType<string>())
        {
            metrics.NodeFinished(order.Metadata.Namespace ?? "", order.Spec.UpgradeName, order.Spec.Role, result);
        }
    }

    private static StepLabels Labels(NodeUpgrade order, string step) =>
        new(order.Metadata.Namespace ?? "", order.Spec.UpgradeName, order.Spec.Role, step);

    private sealed record Unwritten(string? Uid, NodeUpgradeStatus? Stored, NodeUpgradeStatus Status);
}
