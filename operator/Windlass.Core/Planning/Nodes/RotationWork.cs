using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Planning.Nodes;

/// <summary>Taking a component's servers out of every HAProxy and bringing them back.</summary>
internal static class RotationWork
{
    /// <summary>Next step until no instance sends anything to this node. Null: it is out everywhere, proved just now.</summary>
    public static NodeDecision? TakeOut(NodeView view, ComponentFacts facts, DateTimeOffset now)
    {
        if (facts.Backends.IsEmpty)
        {
            return null;
        }

        var drain = new NodeStep.Drain(facts.Component.Name, facts.Backends);
        var matches = view.LoadBalancers.Select(reading => Match(view, facts, reading)).ToImmutableArray();
        if (Unproved(view, facts, matches) is { } problem)
        {
            return StepTries.Wait(WaitReason.LoadBalancerUnknown, problem, drain, StepTries.QuickRecheck);
        }

        return Assert(view, facts, drain, matches)
            ?? Empty(view, facts, drain, matches, now)
            ?? Isolate(view, facts, matches);
    }

    /// <summary>Give back what is ours; null: nothing is ours any more.</summary>
    public static NodeDecision? BringBack(NodeView view, ComponentFacts facts) => facts.Drains.IsEmpty
        ? null
        : StepTries.Rotate(view, new NodeStep.Restore(facts.Component.Name, facts.Backends), $"bringing {facts.Component.Name} back into rotation");

    private static InstanceMatch Match(NodeView view, ComponentFacts facts, ReadOutcome reading) => new(
        reading,
        reading is ReadOutcome.Read read
            ? ServerMatch.Find(read.Snapshot, facts.Backends, view.Node, view.Spec.Address, view.Spec.Haproxy?.ServerName)
            : null);

    /// <summary>An HAProxy that cannot be read may be the one that carries the traffic: what it does is unknown, never fine.</summary>
    private static string? Unproved(NodeView view, ComponentFacts facts, ImmutableArray<InstanceMatch> matches)
    {
        if (matches.IsEmpty)
        {
            return $"{facts.Component.Name} is behind HAProxy, but no ClusterNode has spec.haproxy: say where HAProxy runs";
        }

        foreach (var match in matches)
        {
            if (match.Reading is ReadOutcome.Unreadable unreadable)
            {
                return $"HAProxy on {unreadable.Instance} cannot be read: {unreadable.Message}";
            }

            if (match.Servers is { IsComplete: false } servers)
            {
                var missing = string.Join(", ", servers.UnknownBackends.Concat(servers.BackendsWithoutNode));
                return $"HAProxy on {match.Reading.Instance} has no server for {view.Node} in: {missing}";
            }
        }

        return null;
    }

    private static NodeDecision? Assert(NodeView view, ComponentFacts facts, NodeStep.Drain drain, ImmutableArray<InstanceMatch> matches)
    {
        var open = matches.Where(match => match.Progress is DrainProgress.NotAsserted).ToImmutableArray();
        if (open.IsEmpty)
        {
            return null;
        }

        // Its services are down already (a reload forgot the drain), or are to be down on every node: no floor is to be kept.
        var isHalted = facts.IsStoppedTogether && view.Order.IsGranted(WorkKind.Halt, facts.Component.Name) && !facts.IsRestartGranted && !facts.IsLastVisit;
        var isServing = facts.Units.Any(unit => unit.IsActive) && !isHalted;
        var refusal = isServing ? open.Select(match => Refusal(view, match)).FirstOrDefault(refused => refused is not null) : null;
        return refusal is null
            ? StepTries.Rotate(view, drain, $"draining {facts.Component.Name} in {matches.Length} HAProxies")
            : StepTries.Wait(WaitReason.MinHealthyGuard, refusal.Message, drain, StepTries.QuickRecheck);
    }

    private static FloorVerdict.Refused? Refusal(NodeView view, InstanceMatch match) => match.Servers!.Servers
        .Select(server => RotationFloor.Check(view.LoadBalancers, server, view.Order.ControlPlane.MinHealthyServers))
        .OfType<FloorVerdict.Refused>()
        .FirstOrDefault();

    private static NodeDecision? Empty(
        NodeView view, ComponentFacts facts, NodeStep.Drain drain, ImmutableArray<InstanceMatch> matches, DateTimeOffset now)
    {
        var sessions = matches.Select(match => match.Progress).OfType<DrainProgress.SessionsLeft>().Sum(left => left.Count);
        if (sessions == 0)
        {
            return null;
        }

        var waited = view.PreviousStep is { Name: "Drain" } step && step.Component == facts.Component.Name ? step.ActiveFor(now) : TimeSpan.Zero;
        if (waited < TimeSpan.FromSeconds(view.Order.ControlPlane.DrainTimeoutSeconds))
        {
            return StepTries.Wait(WaitReason.SessionsRemaining, $"{sessions} sessions of {facts.Component.Name} are still in progress", drain, StepTries.QuickRecheck);
        }

        return view.Order.ControlPlane.OnDrainTimeout switch
        {
            DrainTimeoutPolicy.CloseSessions => null,
            DrainTimeoutPolicy.Fail => StepTries.Wait(
                WaitReason.DrainTimedOut,
                $"{sessions} sessions of {facts.Component.Name} outlived the drain timeout of {view.Order.ControlPlane.DrainTimeoutSeconds} s; "
                + "close them, or set strategy.controlPlane.onDrainTimeout: CloseSessions",
                drain,
                StepTries.QuickRecheck),
            _ => throw new ArgumentOutOfRangeException(nameof(view)),
        };
    }

    /// <summary>What we drained goes into maintenance for the work itself; what others drained stays as they left it.</summary>
    private static NodeDecision? Isolate(NodeView view, ComponentFacts facts, ImmutableArray<InstanceMatch> matches)
    {
        var isDrainedOnly = matches.Any(match => match.Reading is ReadOutcome.Read read
            && match.Servers!.Servers.Any(server => IsOurs(facts, read, server) && read.Snapshot.Find(server)?.Admin != AdminState.Maintenance));
        return isDrainedOnly
            ? StepTries.Rotate(view, new NodeStep.Isolate(facts.Component.Name, facts.Backends), $"taking {facts.Component.Name} out of rotation for the work")
            : null;
    }

    private static bool IsOurs(ComponentFacts facts, ReadOutcome.Read read, ServerRef server) =>
        facts.Drains.Any(drain => !drain.IsForeign() && drain.Instance == read.Instance && drain.ServerRef() == server);

    private sealed record InstanceMatch(ReadOutcome Reading, MatchedServers? Servers)
    {
        public DrainProgress Progress { get; } = DrainProgress.Of(Reading, Servers?.Servers ?? []);
    }
}
