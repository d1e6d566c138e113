using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Planning.Nodes;

namespace Windlass.Core.Reporting;

/// <summary>
/// Says which servers of a node are not in rotation though the upgrade does not work on it. Until the first look after the end all of them would be, or
/// are, left so; one that is out later, and was not then or was seen in rotation since, is no longer as it was left.
/// </summary>
internal static class RotationReport
{
    /// <summary>More are not kept: a status that the API refuses would tell nothing at all.</summary>
    private const int MostKept = 500;

    /// <param name="view">What was seen.</param>
    /// <param name="components">The components found there; only backends of those count.</param>
    /// <param name="last">The last report: the memory of what was left so.</param>
    public static ImmutableArray<OutOfRotation> Of(NodeView view, ImmutableArray<ComponentFacts> components, NodeUpgradeStatus? last)
    {
        // Whatever is out while a component is on its way is not what the run leaves.
        return IsLookedAt(view, components) ? Found(view, components, new Memory(last?.OutOfRotation ?? [], IsEnd: !view.IsRunOver || last?.LeftTime is null)) : [];
    }

    /// <summary>The same of a node that is on its way, for people to see: of that nothing is kept.</summary>
    /// <param name="view">What was seen.</param>
    /// <param name="components">The components found there.</param>
    /// <param name="status">The report with what is kept.</param>
    public static ImmutableArray<OutOfRotation> Now(NodeView view, ImmutableArray<ComponentFacts> components, NodeUpgradeStatus status) =>
        IsLookedAt(view, components) ? status.OutOfRotation : Found(view, components, new Memory([], IsEnd: true));

    private static bool IsLookedAt(NodeView view, ImmutableArray<ComponentFacts> components) => view.IsRunOver || components.All(static facts => facts.IsAtTarget);

    private static ImmutableArray<OutOfRotation> Found(NodeView view, ImmutableArray<ComponentFacts> components, Memory memory)
    {
        ImmutableArray<string> backends = [.. components.SelectMany(static facts => facts.Backends).Distinct()];
        if (backends.IsEmpty)
        {
            return [];
        }

        ImmutableArray<OutOfRotation> found = [.. view.LoadBalancers.SelectMany(reading => On(view, backends, reading, memory))];
        return found.IsEmpty
            ? []
            :
            [
                .. found.DistinctBy(static one => (one.Instance, one.Backend, one.Server)).OrderBy(static one => one.Instance, StringComparer.Ordinal)
                    .ThenBy(static one => one.Backend, StringComparer.Ordinal).ThenBy(static one => one.Server, StringComparer.Ordinal).Take(MostKept),
            ];
    }

    private static IEnumerable<OutOfRotation> On(NodeView view, ImmutableArray<string> backends, ReadOutcome reading, Memory memory)
    {
        if (reading is not ReadOutcome.Read { Snapshot: var snapshot })
        {
            // What is known of it is not forgotten: it is needed when it can be read again.
            return memory.Of(reading.Instance).Append(new OutOfRotation { Instance = reading.Instance.Value, Backend = "", Server = "", State = RotationLoss.Unreadable });
        }

        var match = ServerMatch.Find(snapshot, backends, view.Node, view.Spec.Address, view.Spec.Haproxy?.ServerName);
        var missing = match.UnknownBackends.Concat(match.BackendsWithoutNode).Select(backend => memory.Tell(snapshot.Instance, new ServerRef(backend, ""), RotationLoss.Missing));
        return missing.Concat(match.Servers
            .Where(server => !IsOurs(view, snapshot.Instance, server))
            .Select(server => Of(snapshot.Find(server)!, snapshot.Instance, memory))
            .OfType<OutOfRotation>());
    }

    /// <summary>Null: in rotation. On its way from one to the other (<c>UP 1/3</c>, <c>DOWN 1/2</c>) it stays what it was: the next look tells.</summary>
    private static OutOfRotation? Of(ServerState server, NodeName instance, Memory memory) => (server.Admin, server.Health) switch
    {
        (AdminState.Drain, _) => memory.Tell(instance, server.Ref, RotationLoss.Drained),
        (AdminState.Maintenance, _) => memory.Tell(instance, server.Ref, RotationLoss.InMaintenance),
        (_, HealthState.Down or HealthState.Unknown) => memory.Tell(instance, server.Ref, RotationLoss.Down),
        (_, HealthState.Changing) when memory.Find(instance, server.Ref) is not null => memory.Tell(instance, server.Ref, RotationLoss.Down),
        _ => null,
    };

    private static bool IsOurs(NodeView view, NodeName instance, ServerRef server)
    {
        foreach (var drain in view.Drains)
        {
            if (!drain.IsForeign() && drain.Instance == instance && drain.ServerRef() == server)
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="Before">What the last report said.</param>
    /// <param name="IsEnd">The run has not ended yet, or this is the first look after it.</param>
    private sealed record Memory(ImmutableArray<OutOfRotation> Before, bool IsEnd)
    {
        public OutOfRotation Tell(NodeName instance, ServerRef server, RotationLoss state) => new()
        {
            Instance = instance.Value,
            Backend = server.Backend,
            Server = server.Server,
            State = state,
            IsLeftSo = IsEnd || Find(instance, server) is { IsLeftSo: true },
        };

        public OutOfRotation? Find(NodeName instance, ServerRef server)
        {
            foreach (var one in Before)
            {
                if (one.Instance == instance.Value && one.Backend == server.Backend && one.Server == server.Server)
                {
                    return one;
                }
            }

            return null;
        }

        public IEnumerable<OutOfRotation> Of(NodeName instance) => Before.Where(one => one.Instance == instance.Value && one.State != RotationLoss.Unreadable);
    }
}
