using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Forecasting;

/// <summary>
/// The critical path of a run: what takes its time whoever plans, by the order of the release, the widths and settle times of the strategy and
/// the time of the steps themselves (with the one look before each). What a run takes above it is waiting that a better planner could save.
/// </summary>
internal sealed class LowerBound(ImaginedCloud cloud, IReadOnlyDictionary<string, NodeTally> tallies)
{
    private readonly ClusterReleaseSpec _release = cloud.Target.Spec.From(cloud.From);
    private readonly UpgradeStrategy _strategy = cloud.Upgrade.Spec.Strategy;

    /// <summary>Its parts, in order.</summary>
    public ImmutableArray<CriticalPart> Parts() =>
    [
        .. new[] { Slowest(UpgradeStage.Preparing) }
            .Concat(Components())
            .Append(Satellites())
            .Concat(Tail())
            .Where(part => part.Takes > TimeSpan.Zero),
    ];

    private CriticalPart Slowest(string purpose)
    {
        var slowest = tallies.DefaultIfEmpty().MaxBy(node => node.Value?[purpose] ?? 0);
        return slowest.Value is null ? Part(purpose, 0) : Part($"{purpose} {slowest.Key}", slowest.Value[purpose]);
    }

    /// <summary>A component that goes down as a whole is the only one in work; the others go beside each other.</summary>
    private ImmutableArray<CriticalPart> Components()
    {
        var ordered = ReleaseGraph.Ordered(_release).Where(component => component.ControlPlane is not null).ToImmutableArray();
        var takes = ordered.ToImmutableDictionary(component => component.Name, Takes);
        return _strategy.ControlPlane.ParallelComponents <= 1
            ? [.. ordered.Select(component => Part(component.Name, takes[component.Name]))]
            : [.. ordered.Where(IsAlone).Select(component => Part(component.Name, takes[component.Name])), .. SideBySide(ordered, takes)];
    }

    /// <summary>The longest of three: a chain of components that wait for each other, all of them by how many may move at once, all work of one node.</summary>
    private ImmutableArray<CriticalPart> SideBySide(ImmutableArray<ReleaseComponent> ordered, ImmutableDictionary<string, double> takes)
    {
        takes = takes.SetItems(ordered.Where(IsAlone).Select(component => KeyValuePair.Create(component.Name, 0.0)));
        double WorkOn(NodeTally node) => ordered.Where(component => !IsAlone(component)).Sum(component => node[Purpose(component)]);
        var chain = Chain(ordered, takes);
        var all = takes.Values.Sum() / _strategy.ControlPlane.ParallelComponents;
        var busiest = tallies.DefaultIfEmpty().MaxBy(node => node.Value is null ? 0 : WorkOn(node.Value));
        var onNode = busiest.Value is null ? 0 : WorkOn(busiest.Value);
        var ofChain = chain.Sum(name => takes[name]);
        return ofChain >= all && ofChain >= onNode ? [.. chain.Select(name => Part(name, takes[name]))]
            : onNode >= all ? [Part($"all other components on {busiest.Key}, one after the other", onNode)]
            : [Part($"all other components, {_strategy.ControlPlane.ParallelComponents} at a time", all)];
    }

    private static bool IsAlone(ReleaseComponent component) => component.Schema is { Window: SchemaWindowKind.AllStopped };

    private static string Purpose(ReleaseComponent component) => StepJournal.Purpose(UpgradeStage.ControlPlane, component.Name);

    /// <summary>One node after the other; a component that is down everywhere takes as long as its slowest node.</summary>
    private double Takes(ReleaseComponent component)
    {
        var onNodes = tallies.Values.Select(node => node[Purpose(component)]);
        return IsAlone(component) ? onNodes.DefaultIfEmpty(0).Max() : onNodes.Sum();
    }

    private static ImmutableArray<string> Chain(ImmutableArray<ReleaseComponent> ordered, ImmutableDictionary<string, double> takes)
    {
        var best = new Dictionary<string, (double Takes, ImmutableArray<string> Names)>(StringComparer.Ordinal);
        foreach (var component in ordered)
        {
            var before = component.After.Where(best.ContainsKey).Select(name => best[name]).DefaultIfEmpty((0, [])).MaxBy(one => one.Item1);
            best[component.Name] = (before.Item1 + takes[component.Name], before.Item2.Add(component.Name));
        }

        return best.Count == 0 ? [] : best.Values.MaxBy(one => one.Takes).Names;
    }

    private CriticalPart Satellites()
    {
        var roles = cloud.Nodes.GroupBy(node => node.Spec.Roles.IsEmpty ? "" : node.Spec.Roles[0])
            .ToImmutableSortedDictionary(role => role.Key, role => Satellites(role.Key, [.. role]));
        return Trial(roles) ?? roles.Values.MaxBy(part => part.Takes) ?? Part(UpgradeStage.Satellites, 0);
    }

    /// <summary>One role before all others, and the time for which it is watched; null: none goes first, or nobody waits for it.</summary>
    private CriticalPart? Trial(ImmutableSortedDictionary<string, CriticalPart> roles)
    {
        if (_strategy.CanaryRole is not { } canary || !roles.TryGetValue(canary.Role, out var first)
            || roles.Remove(canary.Role).Values.MaxBy(part => part.Takes) is not { } others || first.Takes == TimeSpan.Zero || others.Takes == TimeSpan.Zero)
        {
            return null;
        }

        return Part($"{first.Name}, watched for {canary.SoakSeconds} s; {others.Name}", first.Takes.TotalSeconds + canary.SoakSeconds + others.Takes.TotalSeconds);
    }

    private CriticalPart Satellites(string role, ImmutableArray<ClusterNode> nodes)
    {
        var policy = Canaries.InFront(SatellitePolicy.Of(_release, _strategy, role), ref nodes, static node => node);
        var visits = nodes.Select(node => (node.Spec.FailureDomain, Seconds: Visit(node.Metadata.Name))).Where(visit => visit.Seconds > 0).ToImmutableArray();
        if (visits.IsEmpty)
        {
            return Part(UpgradeStage.Satellites, 0);
        }

        var canary = policy.Canary is { } trial && visits.Length > trial.Nodes ? visits.Max(visit => visit.Seconds) + trial.SoakSeconds : 0;
        var rest = canary > 0 ? [.. visits.Skip(policy.Canary!.Nodes)] : visits;
        var groups = policy.PerFailureDomain ? rest.GroupBy(visit => visit.FailureDomain) : rest.GroupBy(_ => "");

        // Who is last of all need not settle for anybody.
        var seconds = groups.Sum(group => Window([.. group.Select(visit => visit.Seconds + policy.SettleSeconds)], policy.MaxInFlight)) - policy.SettleSeconds;
        return Part($"Satellites {role}: {visits.Length} nodes, {policy.MaxInFlight} at a time{(policy.PerFailureDomain ? " in a failure domain" : "")}", canary + seconds);
    }

    /// <summary>Nodes that serve the same component, or run HAProxy, one after the other; beside them the others as wide as their role's window.</summary>
    private CriticalPart LastVisits()
    {
        bool Serves(ClusterNode node) => _release.Components.Any(component => ImaginedMachine.IsServer(component, node.Spec));
        double Takes(ClusterNode node) => tallies.TryGetValue(node.Metadata.Name, out var tally) ? tally.Of(UpgradeStage.LastVisits) : 0;
        var sharing = _release.Components.Select(component => cloud.Nodes.Where(node => ImaginedMachine.IsServer(component, node.Spec)).Sum(Takes))
            .Append(cloud.Nodes.Where(node => node.Spec.Haproxy is not null).Sum(Takes));
        var serving = Part("Last visits to the nodes that serve the same, one at a time", sharing.Max());
        var others = cloud.Nodes.Where(node => !Serves(node) && node.Spec.Haproxy is null && Takes(node) > 0).GroupBy(node => node.Spec.Roles[0]).Select(role =>
        {
            var policy = SatellitePolicy.Of(_release, _strategy, role.Key);
            var groups = policy.PerFailureDomain ? role.GroupBy(node => node.Spec.FailureDomain) : role.GroupBy(_ => "");
            var seconds = groups.Sum(group => Window([.. group.Select(node => Takes(node) + policy.SettleSeconds)], policy.MaxInFlight)) - policy.SettleSeconds;
            return Part($"Last visits of {role.Key}: {role.Count()} nodes, {policy.MaxInFlight} at a time", seconds);
        });
        return others.Append(serving).MaxBy(part => part.Takes)!;
    }

    /// <summary>No window of this width is through with these in less.</summary>
    private static double Window(ImmutableArray<double> visits, int width) => Math.Max(
        visits.Max(),
        Math.Max(visits.Sum() / width, Math.Ceiling((double)visits.Length / width) * visits.Min()));

    private double Visit(string node) =>
        tallies.TryGetValue(node, out var tally) ? tally.Of(UpgradeStage.Satellites) : 0;

    /// <summary>What only comes when no old code runs anywhere. Contracts go beside it.</summary>
    private IEnumerable<CriticalPart> Tail()
    {
        yield return Part("Final restarts", FinalRestarts());
        yield return Part("Online migrations", tallies.Values.Sum(node => node.Of(UpgradeStage.OnlineMigrations)));
        yield return LastVisits();
        yield return Slowest(UpgradeStage.Finishing);
    }

    /// <summary>One node of a component at a time, one component on a node at a time.</summary>
    private double FinalRestarts()
    {
        var ofComponents = _release.Components.Select(component => tallies.Values.Sum(node => node[StepJournal.Purpose(UpgradeStage.FinalRestarts, component.Name)]));
        var onNodes = tallies.Values.Select(node => node.Of(UpgradeStage.FinalRestarts));
        return ofComponents.Concat(onNodes).DefaultIfEmpty(0).Max();
    }

    private static CriticalPart Part(string name, double seconds) => new(name, TimeSpan.FromSeconds(seconds));
}
