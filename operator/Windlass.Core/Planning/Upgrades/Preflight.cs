using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Planning.Nodes;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>What is looked at on a node before the first change. Reading only.</summary>
public static class Preflight
{
    private const long LeastFreeBytes = 512L << 20;

    /// <summary>Once work has begun nothing is checked any more; what was no obstacle is still worth knowing.</summary>
    /// <param name="status">The last report.</param>
    public static ImmutableArray<FailedCheck> StillTold(NodeUpgradeStatus? status) => [.. (status?.FailedChecks ?? []).Where(check => check.Severity != CheckSeverity.Failure)];

    /// <summary>Checks that fail on the node; the upgrade decides which of them may be passed over.</summary>
    /// <param name="view">What is known of the node.</param>
    public static ImmutableArray<FailedCheck> Check(NodeView view) => Check(view, ComponentInspection.Inspect(view));

    /// <summary>The same of a node whose components somebody has inspected already.</summary>
    internal static ImmutableArray<FailedCheck> Check(NodeView view, ImmutableArray<ComponentFacts> components) =>
    [
        .. PackagesSane(view),
        .. NotHeld(components),
        .. DiskSpace(view),
        .. Backends(view, components),
        .. TargetResolves(view),
        .. SelfMigrationFinding.Of(view),
        .. (view.Resolution?.Checks ?? []).Select(result => UpgradeCheckFinding.Of(view, result)).OfType<FailedCheck>(),
    ];

    private static IEnumerable<FailedCheck> PackagesSane(NodeView view)
    {
        if (!view.Observation.Packaging.IsSane)
        {
            yield return Failed(
                PreflightCheck.PackagesSane,
                $"dpkg --audit on {view.Node}: {string.Join("; ", view.Observation.Packaging.AuditFindings.Take(5))}. Run: dpkg --configure -a");
        }
    }

    private static IEnumerable<FailedCheck> NotHeld(ImmutableArray<ComponentFacts> components)
    {
        var held = components.SelectMany(facts => facts.Packages).Where(package => package.IsHeld).Select(package => package.Name).ToImmutableArray();
        if (!held.IsEmpty)
        {
            yield return Failed(PreflightCheck.PackagesNotHeld, $"on hold: {string.Join(", ", held)}. Run: apt-mark unhold, or skip the component");
        }
    }

    private static IEnumerable<FailedCheck> TargetResolves(NodeView view)
    {
        var problems = TargetCheck.Problems(view);
        if (!problems.IsEmpty)
        {
            yield return Failed(PreflightCheck.TargetResolves, string.Join("; ", problems.Take(5)));
        }
    }

    private static IEnumerable<FailedCheck> DiskSpace(NodeView view)
    {
        if (view.Observation.Machine.FreeBytes < LeastFreeBytes)
        {
            yield return Failed(
                PreflightCheck.DiskSpace, $"{view.Observation.Machine.FreeBytes / (1 << 20)} MiB are free on {view.Node}, 512 are wanted. Run: apt-get clean");
        }
    }

    private static IEnumerable<FailedCheck> Backends(NodeView view, ImmutableArray<ComponentFacts> components)
    {
        var served = components.Where(facts => !facts.Backends.IsEmpty).ToImmutableArray();
        if (served.IsEmpty)
        {
            yield break;
        }

        if (view.LoadBalancers.IsEmpty)
        {
            yield return Failed(PreflightCheck.BackendsKnown, "components are behind HAProxy, but no ClusterNode has spec.haproxy");
        }

        var unknown = view.LoadBalancers.SelectMany(reading => Unknown(view, served, reading)).ToImmutableArray();
        if (!unknown.IsEmpty)
        {
            yield return Failed(PreflightCheck.BackendsKnown, string.Join("; ", unknown.Take(5)));
        }

        var sick = view.LoadBalancers.OfType<ReadOutcome.Read>().SelectMany(read => Sick(read.Snapshot, served)).ToImmutableArray();
        if (!sick.IsEmpty)
        {
            yield return Failed(PreflightCheck.BackendsHealthy, $"not up: {string.Join("; ", sick.Take(5))}");
        }
    }

    private static IEnumerable<string> Unknown(NodeView view, ImmutableArray<ComponentFacts> served, ReadOutcome reading)
    {
        if (reading is not ReadOutcome.Read read)
        {
            return [$"HAProxy on {reading.Instance} cannot be read{(reading is ReadOutcome.Unreadable no ? ": " + no.Message : "")}"];
        }

        var backends = served.SelectMany(facts => facts.Backends).ToImmutableArray();
        var match = ServerMatch.Find(read.Snapshot, backends, view.Node, view.Spec.Address, view.Spec.Haproxy?.ServerName);
        return match.UnknownBackends.Select(backend => $"HAProxy on {reading.Instance} has no backend {backend}")
            .Concat(match.BackendsWithoutNode.Select(backend => $"backend {backend} on {reading.Instance} has no server for {view.Node}"));
    }

    private static IEnumerable<string> Sick(LoadBalancerSnapshot snapshot, ImmutableArray<ComponentFacts> served)
    {
        var backends = served.SelectMany(facts => facts.Backends).ToImmutableHashSet();
        return snapshot.Servers
            .Where(server => backends.Contains(server.Backend) && server.Admin == AdminState.Ready && server.Health is HealthState.Down)
            .Select(server => $"{server.Backend}/{server.Server} is {server.Status} on {snapshot.Instance}");
    }

    private static FailedCheck Failed(PreflightCheck check, string message) => new() { Check = check, Message = message };
}
