using System.Collections.Concurrent;
using System.Collections.Immutable;
using Windlass.Core.Api;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Plans;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Plans;
using Windlass.Core.Planning.Upgrades;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Upgrading;

/// <summary>Keeps the plans of upgrades: few, each written once, owned by its upgrade. A plan that is on its way through the watch counts as written.</summary>
internal sealed class WrittenPlans(IClusterApi api, ClusterStores stores)
{
    private readonly ConcurrentDictionary<ResourceKey, UpgradePlan> _latest = new();

    /// <summary>Plans of an upgrade.</summary>
    public ImmutableArray<UpgradePlan> Of(ClusterUpgrade upgrade)
    {
        var key = ResourceKey.Of(upgrade);
        ImmutableArray<UpgradePlan> stored = [.. stores.Plans.Current.All.Where(plan => plan.Metadata.Namespace == upgrade.Metadata.Namespace && IsOwnedBy(plan, upgrade))];
        if (!_latest.TryGetValue(key, out var own))
        {
            return stored;
        }

        if (IsOwnedBy(own, upgrade) && stored.All(plan => plan.Metadata.Name != own.Metadata.Name))
        {
            return [.. stored, own];
        }

        _latest.TryRemove(key, out _);
        return stored;
    }

    /// <summary>Writes what is new before anything is granted by it, and takes away what nobody needs.</summary>
    /// <returns>Why it could not; null: it is done.</returns>
    public async Task<ApiFailure?> WriteAsync(ClusterUpgrade upgrade, UpgradeOutcome outcome, CancellationToken cancellation)
    {
        if (outcome.Plan is { } spec)
        {
            var applied = await api.ApplyAsync(Kinds.Plans, Intent(upgrade, spec), new ApplyOptions(UpgradeReconciler.Manager), cancellation).ConfigureAwait(false);
            if (!applied.TryGet(out var written, out var failure))
            {
                return failure;
            }

            _latest[ResourceKey.Of(upgrade)] = written;
        }

        foreach (var name in outcome.OldPlans)
        {
            var gone = await api.DeleteAsync(Kinds.Plans, new ResourceKey(upgrade.Metadata.Namespace ?? "", name), new DeleteOptions(), cancellation).ConfigureAwait(false);
            if (gone.Failure is { } failure and not ApiFailure.NotFound)
            {
                return failure;
            }
        }

        return null;
    }

    private static bool IsOwnedBy(UpgradePlan plan, ClusterUpgrade upgrade) =>
        plan.Metadata.OwnerReferences is { } owners && owners.Any(owner => owner.Uid == upgrade.Metadata.Uid);

    private static UpgradePlan Intent(ClusterUpgrade upgrade, UpgradePlanSpec spec) => new()
    {
        Metadata = new ObjectMeta
        {
            Name = PlanObjects.NameOf(spec),
            Namespace = upgrade.Metadata.Namespace,
            Labels = ImmutableDictionary<string, string>.Empty.Add("windlass.dev/upgrade", upgrade.Metadata.Name),
            OwnerReferences = [new OwnerReference(ApiVersion.Full, nameof(ClusterUpgrade), upgrade.Metadata.Name, upgrade.Metadata.Uid ?? "", Controller: true)],
        },
        Spec = spec,
    };
}
