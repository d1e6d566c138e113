using System.Collections.Immutable;
using Windlass.Core.Api.Plans;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Planning.Plans;

/// <summary>Puts a plan together from what the work orders report. The same facts give the same plan, wherever it is made.</summary>
internal static class PlanDraft
{
    /// <summary>Stage of nodes that came to a run that had begun.</summary>
    private const string AddedLater = "AddedLater";

    /// <summary>Hash of the plan that <see cref="Whole"/> would give.</summary>
    public static string Hash(UpgradeView view, ImmutableArray<NodeSlot> slots) => PlanFacts.Hash(
        string.Join('\n', view.Upgrade.Spec.TargetRelease, UpgradeAdmission.FromRelease(view, slots), PlanFacts.Of(Target(view)), PlanFacts.Of(view.Upgrade.Spec)), slots);

    /// <summary>The plan of a run that has not begun.</summary>
    public static UpgradePlanSpec Whole(UpgradeView view, ImmutableArray<NodeSlot> slots, DateTimeOffset now)
    {
        var (run, release) = (PlannedRun.Of(view, now), Target(view));
        var behind = release.Components.Where(component => slots.Any(slot => slot.IsBehind(component.Name))).ToImmutableArray();
        return new UpgradePlanSpec
        {
            UpgradeName = view.Upgrade.Metadata.Name,
            Hash = Hash(view, slots),
            FromRelease = UpgradeAdmission.FromRelease(view, slots),
            TargetRelease = view.Upgrade.Spec.TargetRelease,
            ReleaseDigest = PlanFacts.Of(release),
            PolicyDigest = PlanFacts.Of(view.Upgrade.Spec),
            NodeCount = slots.Length,
            Nodes = Groups(slots, release),
            Waves = run.Waves,
            Backends = [.. behind.SelectMany(component => component.ControlPlane?.Backends ?? []).Distinct().Order(StringComparer.Ordinal)],
            ApisAway = [.. release.From(UpgradeAdmission.FromRelease(view, slots)).Components
                .Where(component => component.Schema is { Window: SchemaWindowKind.AllStopped } && behind.Any(one => one.Name == component.Name))
                .Select(component => component.Name)],
            Autoremove = view.Upgrade.Spec.Strategy.Autoremove,
            StoppedBecause = run.StoppedBecause,
        };
    }

    /// <summary>Hash of the plan that <see cref="Amended"/> would give.</summary>
    public static string AmendedHash(string approved, ImmutableArray<NodeSlot> added) => PlanFacts.Hash(approved, added);

    /// <summary>The plan of a run that goes on, with nodes that it did not know.</summary>
    /// <param name="view">The objects.</param>
    /// <param name="approved">The plan that the run follows; null: nobody knows it any more.</param>
    /// <param name="added">Nodes that are not in it.</param>
    public static UpgradePlanSpec Amended(UpgradeView view, UpgradePlanSpec? approved, ImmutableArray<NodeSlot> added)
    {
        var release = Target(view);
        var before = approved ?? new UpgradePlanSpec
        {
            UpgradeName = view.Upgrade.Metadata.Name,
            Hash = "",
            TargetRelease = view.Upgrade.Spec.TargetRelease,
            FromRelease = UpgradeAdmission.FromRelease(view, added),
            ReleaseDigest = PlanFacts.Of(release),
            PolicyDigest = PlanFacts.Of(view.Upgrade.Spec),
        };
        return before with
        {
            Hash = AmendedHash(before.Hash, added),
            NodeCount = before.NodeCount + added.Length,
            Nodes = [.. before.Nodes, .. Groups(added, release)],
            Waves = [.. before.Waves, new PlannedWave { Stage = AddedLater, Nodes = [.. added.Select(slot => slot.Name)] }],
        };
    }

    private static ImmutableArray<PlannedNodes> Groups(ImmutableArray<NodeSlot> slots, ClusterReleaseSpec release) =>
    [
        .. slots.GroupBy(PlanFacts.Kind, StringComparer.Ordinal).Select(alike => new PlannedNodes
        {
            Names = [.. alike.Select(slot => slot.Name)],
            Roles = string.Join(',', alike.First().Spec.Roles),
            Components = [.. Behind(alike.First()).Select(component => component.Name)],
            Packages = [.. Behind(alike.First()).SelectMany(component => component.Packages).Select(package => Of(package, release)).OfType<PlannedPackage>()],
        }),
    ];

    private static IEnumerable<ComponentStatus> Behind(NodeSlot slot) => slot.Components.Where(component => component.State != ComponentState.AtTarget);

    private static PlannedPackage? Of(PackageStatus package, ClusterReleaseSpec release) => package.Version == package.Target ? null : new()
    {
        Name = package.Name,
        From = package.Version,
        To = package.Target,
        Expected = release.Recognise.FirstOrDefault(rule => rule.Package == package.Name)?.Version ?? "",
    };

    private static ClusterReleaseSpec Target(UpgradeView view) => UpgradeAdmission.Find(view, view.Upgrade.Spec.TargetRelease)!.Spec;
}
