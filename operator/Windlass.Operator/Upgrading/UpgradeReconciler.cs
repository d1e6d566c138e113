using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Windlass.Core.Api;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Forecasting;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Reporting;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Queueing;
using Windlass.Operator.Gating;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Upgrading;

/// <summary>The upgrade loop: reads the objects of a namespace, asks the planner, writes grants and status. It talks to no node.</summary>
/// <param name="api">Where it writes.</param>
/// <param name="stores">What it sees.</param>
/// <param name="journal">Where events go.</param>
/// <param name="gates">The last readings of gates.</param>
/// <param name="read">Has a gate read; it answers at once, and the reading comes to the shelf.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where transitions are told.</param>
internal sealed partial class UpgradeReconciler(
    IClusterApi api, ClusterStores stores, EventJournal journal, GateShelf gates, Action<GateKey> read, TimeProvider time, ILogger<UpgradeReconciler> logger)
{
    /// <summary>Field manager of everything this loop writes.</summary>
    public const string Manager = "windlass-upgrade";

    /// <summary>Time passes for settling and expiring pauses even when no object changes.</summary>
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(2);

    /// <summary>Who is at which step changes many times a second in a large cluster; people read it at leisure.</summary>
    private static readonly TimeSpan DetailInterval = TimeSpan.FromSeconds(5);

    private readonly WrittenOrders _written = new();
    private readonly WrittenPlans _plans = new(api, stores);
    private readonly ExpectedEnds _ends = new(time);
    private readonly ConcurrentDictionary<ResourceKey, DateTimeOffset> _statusTimes = new();

    /// <summary>One pass over one ClusterUpgrade.</summary>
    public async Task<Reconciled> ReconcileAsync(ResourceKey key, CancellationToken cancellation)
    {
        if (!stores.Upgrades.Current.TryGet(key, out var upgrade))
        {
            _statusTimes.TryRemove(key, out _);
            gates.Forget(key);
            _ends.Forget(key);
            return new Reconciled.Done();
        }

        if (upgrade.Metadata.DeletionTimestamp is null && !HasFinalizer(upgrade))
        {
            return await SetFinalizersAsync(upgrade, [.. upgrade.Metadata.Finalizers ?? [], UpgradePlanner.Finalizer], cancellation).ConfigureAwait(false);
        }

        var (view, now) = (View(upgrade), time.GetUtcNow());
        var outcome = UpgradePlanner.Decide(view, now);
        outcome = outcome with { Status = _ends.Say(view, outcome.Status), Plan = outcome.Plan is { } plan ? ExpectedEnd.Say(plan, view, now) : null };
        foreach (var gate in outcome.DueGates)
        {
            read(new GateKey(key, gate));
        }

        var events = UpgradeEvents.Between(upgrade.Status, outcome);
        if (await WriteAsync(upgrade, outcome, cancellation).ConfigureAwait(false) is { } failure)
        {
            return new Reconciled.Failed(failure.Message);
        }

        // After the end nothing comes back to it by itself, and little changes: which node has drifted is written at once.
        var isNews = !events.IsEmpty || outcome.Status.CompletionTime is not null || !StatusTransitions.IsDetail(upgrade.Status, outcome.Status);
        if ((isNews || IsDetailDue(key)) && await WriteStatusAsync(upgrade, outcome.Status, cancellation).ConfigureAwait(false) is { } refused)
        {
            return new Reconciled.Failed(refused.Message);
        }

        journal.Tell(upgrade, events);
        if (outcome.IsReleasable && HasFinalizer(upgrade))
        {
            return await SetFinalizersAsync(
                upgrade, [.. (upgrade.Metadata.Finalizers ?? []).Where(name => name != UpgradePlanner.Finalizer)], cancellation).ConfigureAwait(false);
        }

        return outcome.Status.CompletionTime is not null
            ? new Reconciled.Done()
            : new Reconciled.RequeueAfter(Recheck);
    }

    /// <summary>The plan first: nothing is granted that could not be read.</summary>
    private async Task<ApiFailure?> WriteAsync(ClusterUpgrade upgrade, UpgradeOutcome outcome, CancellationToken cancellation)
    {
        var failure = await _plans.WriteAsync(upgrade, outcome, cancellation).ConfigureAwait(false);
        for (var i = 0; failure is null && i < outcome.Orders.Length; i++)
        {
            failure = await WriteOrderAsync(upgrade, outcome.Orders[i], cancellation).ConfigureAwait(false);
        }

        return failure;
    }

    private UpgradeView View(ClusterUpgrade upgrade)
    {
        var space = upgrade.Metadata.Namespace;
        return new UpgradeView
        {
            Upgrade = upgrade,
            Upgrades = [.. stores.Upgrades.Current.All.Where(other => other.Metadata.Namespace == space)],
            Releases = [.. stores.Releases.Current.All.Where(release => release.Metadata.Namespace == space).OrderBy(release => release.Metadata.Name, StringComparer.Ordinal)],
            Nodes = [.. stores.Nodes.Current.All.Where(node => node.Metadata.Namespace == space)],
            Orders = [.. Orders(upgrade)],
            Plans = _plans.Of(upgrade),
            GateReadings = gates.Of(ResourceKey.Of(upgrade)),
        };
    }

    private IEnumerable<NodeUpgrade> Orders(ClusterUpgrade upgrade) => stores.WorkOrders.Current.All
        .Where(order => order.Metadata.Namespace == upgrade.Metadata.Namespace && IsOwnedBy(order, upgrade))
        .Select(_written.Newest);

    private static bool IsOwnedBy(NodeUpgrade order, ClusterUpgrade upgrade) =>
        order.Metadata.OwnerReferences is { } owners && owners.Any(owner => owner.Uid == upgrade.Metadata.Uid);

    private async Task<ApiFailure?> WriteOrderAsync(ClusterUpgrade upgrade, NodeUpgradeSpec spec, CancellationToken cancellation)
    {
        var key = new ResourceKey(upgrade.Metadata.Namespace ?? "", $"{upgrade.Metadata.Name}-{spec.NodeName}");
        var known = stores.WorkOrders.Current.TryGet(key, out var stored) ? _written.Newest(stored) : _written.Find(key, upgrade);
        if (known is not null && (ReferenceEquals(known.Spec, spec) || SameJson.Are(known.Spec, spec, WindlassJson.Default.NodeUpgradeSpec)))
        {
            return null;
        }

        var outcome = await api.ApplyAsync(Kinds.WorkOrders, Intent(upgrade, key, spec), new ApplyOptions(Manager), cancellation).ConfigureAwait(false);
        if (!outcome.TryGet(out var written, out var failure))
        {
            return failure;
        }

        _written.Remember(written);
        LogGranted(logger, key, string.Join(", ", spec.Grants.Select(grant => grant.Component.Length == 0 ? $"{grant.Work}" : $"{grant.Work} {grant.Component}")));
        return null;
    }

    private static NodeUpgrade Intent(ClusterUpgrade upgrade, ResourceKey key, NodeUpgradeSpec spec) => new()
    {
        Metadata = new ObjectMeta
        {
            Name = key.Name,
            Namespace = key.Namespace,
            Labels = ImmutableDictionary<string, string>.Empty
                .Add("windlass.dev/upgrade", upgrade.Metadata.Name)
                .Add("windlass.dev/node", spec.NodeName)
                .Add("windlass.dev/role", spec.Role),
            OwnerReferences = [new OwnerReference(ApiVersion.Full, nameof(ClusterUpgrade), upgrade.Metadata.Name, upgrade.Metadata.Uid ?? "", Controller: true)],
        },
        Spec = spec,
    };

    private bool IsDetailDue(ResourceKey upgrade) => !_statusTimes.TryGetValue(upgrade, out var last) || time.GetUtcNow() - last >= DetailInterval;

    private async Task<ApiFailure?> WriteStatusAsync(ClusterUpgrade upgrade, ClusterUpgradeStatus status, CancellationToken cancellation)
    {
        if (SameJson.Are(upgrade.Status, status, WindlassJson.Default.ClusterUpgradeStatus))
        {
            return null;
        }

        _statusTimes[ResourceKey.Of(upgrade)] = time.GetUtcNow();
        var outcome = await api.ApplyStatusAsync(
            Kinds.Upgrades, upgrade with { Status = status }, new ApplyOptions(Manager + "-status"), cancellation).ConfigureAwait(false);
        if (outcome.Failure is null)
        {
            LogTransitions(upgrade, status);
        }

        return outcome.Failure;
    }

    private void LogTransitions(ClusterUpgrade upgrade, ClusterUpgradeStatus status)
    {
        var before = upgrade.Status?.Conditions.FirstOrDefault(condition => condition.Type == "Ready");
        var after = status.Conditions.First(condition => condition.Type == "Ready");
        if (before?.Reason != after.Reason)
        {
            LogReady(logger, upgrade.Metadata.Name, after.Status, after.Reason, after.Message);
        }
    }

    private static bool HasFinalizer(ClusterUpgrade upgrade) => upgrade.Metadata.Finalizers is { } names && names.Contains(UpgradePlanner.Finalizer);

    /// <summary>Conditional on the version that was read, so that a finalizer somebody else added meanwhile is not lost.</summary>
    private async Task<Reconciled> SetFinalizersAsync(ClusterUpgrade upgrade, ImmutableArray<string> finalizers, CancellationToken cancellation)
    {
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["resourceVersion"] = upgrade.Metadata.ResourceVersion,
                ["finalizers"] = new JsonArray([.. finalizers.Select(name => (JsonNode)name)]),
            },
        };
        var outcome = await api.PatchAsync(
            Kinds.Upgrades, ResourceKey.Of(upgrade), new ResourcePatch.Merge(patch.ToJsonString()), cancellation).ConfigureAwait(false);
        return outcome.Failure is null or ApiFailure.NotFound ? new Reconciled.RequeueAfter(Recheck) : new Reconciled.Failed(outcome.Failure.Message);
    }
}
