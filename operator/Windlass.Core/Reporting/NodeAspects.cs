using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Reporting;

/// <summary>
/// Conditions of a work order that tell people how the node is: its packages, its services, its servers in the HAProxies. No decision is made by them,
/// so simulations do without. Each follows from the same look as the rest of the report, so none costs a write of its own.
/// </summary>
public static class NodeAspects
{
    /// <summary>The report with them.</summary>
    /// <param name="status">What <see cref="NodeReport.Of"/> said.</param>
    /// <param name="view">What was seen.</param>
    /// <param name="plan">What was decided.</param>
    /// <param name="previous">The last status; only times are carried over from it.</param>
    /// <param name="now">The operator's time.</param>
    public static NodeUpgradeStatus AddTo(NodeUpgradeStatus status, NodeView view, NodePlan plan, NodeUpgradeStatus? previous, DateTimeOffset now)
    {
        var set = Begun(status, previous, now);
        foreach (var aspect in (ReadOnlySpan<Aspect>)[Staged(view, plan), Upgraded(plan), Services(plan), Rotation(view, plan, status)])
        {
            set.Add(aspect.Type, aspect.Status, aspect.Reason, aspect.Message);
        }

        return status with { Conditions = set.Build() };
    }

    /// <summary>The report of a node that did not answer: of what is on it nobody knows.</summary>
    /// <param name="status">What <see cref="NodeReport.Unreachable"/> said.</param>
    /// <param name="previous">The last status; only times are carried over from it.</param>
    /// <param name="now">The operator's time.</param>
    public static NodeUpgradeStatus AddUnknown(NodeUpgradeStatus status, NodeUpgradeStatus? previous, DateTimeOffset now)
    {
        var set = Begun(status, previous, now);
        foreach (var type in (ReadOnlySpan<string>)["PackagesStaged", "PackagesUpgraded", "ServicesActive", "InRotation"])
        {
            set.Add(type, ConditionStatus.Unknown, "NotObserved", "the node does not answer");
        }

        return status with { Conditions = set.Build() };
    }

    private static ConditionSet Begun(NodeUpgradeStatus status, NodeUpgradeStatus? previous, DateTimeOffset now)
    {
        var set = new ConditionSet(previous?.Conditions ?? [], status.ObservedGeneration, now);
        foreach (var condition in status.Conditions)
        {
            set.Keep(condition);
        }

        return set;
    }

    /// <summary>Once everything is installed it stays staged, though configuration management is given back.</summary>
    private static Aspect Staged(NodeView view, NodePlan plan)
    {
        const string Type = "PackagesStaged";
        if (plan.IsPrepared)
        {
            return new(Type, ConditionStatus.True, "Staged", "configuration management is quiet, the APT source is switched, and every new package is downloaded");
        }

        if (plan.Components.All(static facts => !facts.IsBehind))
        {
            return new(Type, ConditionStatus.True, "NothingToStage", "no package of the release is left to be downloaded");
        }

        return view.Order.IsGranted(WorkKind.Prepare, "")
            ? new(Type, ConditionStatus.False, "StagingInProgress", "configuration management is being stopped, the APT source switched, and packages downloaded")
            : new(Type, ConditionStatus.False, "NotBegun", "nothing is granted yet");
    }

    private static Aspect Upgraded(NodePlan plan)
    {
        const string Type = "PackagesUpgraded";
        var broken = Names(plan, static facts => facts.IsBroken);
        if (broken.Length > 0)
        {
            return new(Type, ConditionStatus.False, "PackagesHalfConfigured", $"dpkg has not finished packages of {broken}");
        }

        var behind = Names(plan, static facts => facts.IsBehind);
        return behind.Length > 0
            ? new(Type, ConditionStatus.False, "PackagesBehind", $"older than the target's: packages of {behind}")
            : new(Type, ConditionStatus.True, "AllPackagesAtTarget", "every package of the release is the target's");
    }

    /// <summary>What fell over by itself comes first: what is held is as the upgrade wants it.</summary>
    private static Aspect Services(NodePlan plan)
    {
        const string Type = "ServicesActive";
        foreach (var (reason, told, isSuch) in ServiceFaults)
        {
            var names = Names(plan, isSuch);
            if (names.Length > 0)
            {
                return new(Type, ConditionStatus.False, reason, $"{told} {names}");
            }
        }

        return new(Type, ConditionStatus.True, "AllActive", "every enabled service of the release runs, on the code that is installed");
    }

    private static readonly ImmutableArray<(string Reason, string Told, Func<ComponentFacts, bool> IsSuch)> ServiceFaults =
    [
        ("ServicesDown", "enabled services do not run, and nobody holds them for the upgrade:", static facts => !facts.Down.IsEmpty),
        ("HeldByOperator", "stopped and held for the upgrade: services of", static facts => facts.HasHolds),
        ("ServicesNotRestarted", "services still run code from before the last installation:", static facts => !facts.OldCode.IsEmpty),
    ];

    private static Aspect Rotation(NodeView view, NodePlan plan, NodeUpgradeStatus status)
    {
        const string Type = "InRotation";
        if (status.Drains.Any(static drain => drain.Before == AdminState.Ready))
        {
            var (reason, told) = Held(view, status);
            return new(Type, ConditionStatus.False, reason, told);
        }

        if (plan.Components.All(static facts => facts.Backends.IsEmpty))
        {
            return new(Type, ConditionStatus.True, "NoBackends", "nothing here is behind HAProxy");
        }

        if (view.LoadBalancers.IsEmpty)
        {
            return new(Type, ConditionStatus.Unknown, "LoadBalancerUnknown", "it is behind HAProxy, but no ClusterNode has spec.haproxy: say where HAProxy runs");
        }

        var found = RotationReport.Now(view, plan.Components, status);
        foreach (var (reason, certainty, told, states) in RotationFaults)
        {
            var servers = found.Where(one => states.Contains(one.State)).Select(static one => Server(one)).Distinct().ToImmutableArray();
            if (!servers.IsEmpty)
            {
                return new(Type, certainty, reason, $"{told}: {UpgradeAdmission.Names(servers)}");
            }
        }

        return new(Type, ConditionStatus.True, "BackendsUp", "every HAProxy has its servers in rotation");
    }

    /// <summary>Out of one HAProxy is out, whatever the others say.</summary>
    private static readonly ImmutableArray<(string Reason, ConditionStatus Status, string Told, ImmutableArray<RotationLoss> States)> RotationFaults =
    [
        ("DrainedByOther", ConditionStatus.False, "taken out by somebody else, and left so", [RotationLoss.Drained, RotationLoss.InMaintenance]),
        ("HealthCheckFailing", ConditionStatus.False, "HAProxy's checks fail", [RotationLoss.Down]),
        ("NoServer", ConditionStatus.False, "there is no server for this node", [RotationLoss.Missing]),
        ("LoadBalancerUnknown", ConditionStatus.Unknown, "cannot be read", [RotationLoss.Unreadable]),
    ];

    /// <summary>Written before the deed: what is recorded may not be out yet, or not any more.</summary>
    private static (string Reason, string Told) Held(NodeView view, NodeUpgradeStatus status)
    {
        var servers = status.Drains.Where(static drain => drain.Before == AdminState.Ready).Select(static drain => $"{drain.Backend}/{drain.Server}").Distinct().ToImmutableArray();
        var names = UpgradeAdmission.Names(servers);
        if (status.Step is { Name: "Restore" })
        {
            return ("Returning", $"being brought back: {names}");
        }

        var isOut = status.Drains.All(drain => drain.Before != AdminState.Ready || IsOut(view, drain));
        return (isOut, status.SessionsRemaining) switch
        {
            (false, _) => ("Draining", $"being taken out: {names}"),
            (_, > 0) => ("Draining", $"{status.SessionsRemaining} sessions are left on {names}"),
            _ => ("DrainedByOperator", $"taken out for the upgrade, and without sessions: {names}"),
        };
    }

    /// <summary>As seen now; an HAProxy that cannot be read is not proof.</summary>
    private static bool IsOut(NodeView view, DrainStatus drain)
    {
        foreach (var reading in view.LoadBalancers)
        {
            if (reading is ReadOutcome.Read { Snapshot: var snapshot } && snapshot.Instance.Value == drain.Instance)
            {
                return snapshot.Find(new ServerRef(drain.Backend, drain.Server)) is { Admin: not AdminState.Ready };
            }
        }

        return false;
    }

    private static string Server(OutOfRotation one) =>
        one.Backend.Length == 0 ? $"HAProxy on {one.Instance}" : $"{one.Backend}{(one.Server.Length == 0 ? "" : "/" + one.Server)} in HAProxy on {one.Instance}";

    private static string Names(NodePlan plan, Func<ComponentFacts, bool> isSuch)
    {
        var names = plan.Components.Where(isSuch).Select(static facts => facts.Component.Name).ToImmutableArray();
        return names.IsEmpty ? "" : UpgradeAdmission.Names(names);
    }

    private readonly record struct Aspect(string Type, ConditionStatus Status, string Reason, string Message);
}
