using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>
/// Grants the control plane of each component in the order of the release: the pioneer with the schema, then the peers one at
/// a time, then (once no satellite runs old code either) the contract. A component begins when everything it comes after is finished, and
/// when the pioneers are up of what it only follows (<c>afterPioneer</c>); on each node it comes after the latter too.
/// Components that move at the same time do so on different nodes: no node is given the next one before it is done with the last.
/// </summary>
internal sealed class ControlPlaneWork(ClusterReleaseSpec release, ImmutableArray<string> skipped, ImmutableArray<NodeSlot> slots, int parallelComponents, ImmutableHashSet<string> rolesLeftOut)
{
    private readonly HashSet<string> _finished = [.. skipped];
    private readonly List<string> _active = [];
    private ImmutableArray<NodeSlot>? _stalled;

    /// <summary>Who serves what.</summary>
    public ControlPlaneServers Servers { get; } = new(release, skipped, slots);

    /// <summary>Components in work now.</summary>
    public ImmutableArray<string> Active => [.. _active];

    /// <summary>Components at the target on every node whose contract is not done yet.</summary>
    public ImmutableArray<string> Contracting { get; private set; } = [];

    /// <summary>Why a component that could begin does not; null: nothing is in its way.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>Why what is in work is the last, until a person helps; null: nothing that waits is held up by a stalled server.</summary>
    public string? Hold { get; private set; }

    /// <summary>
    /// Servers that make no progress by themselves, whatever they serve. A stalled server stops the run outside a schema window: what has begun goes on
    /// to where no old code is beside its new schema, and nothing is begun that would take more servers away, or move another schema.
    /// </summary>
    private ImmutableArray<NodeSlot> Stalled => _stalled ??=
        [.. slots.Where(slot => slot.Stalled is not null && release.Components.Any(component => Servers.Of(component).Contains(slot)))];

    /// <summary>Grants what may be done now.</summary>
    /// <returns>The control plane of every component is finished that goes before its satellites.</returns>
    public bool Advance()
    {
        var components = Wanted(isLate: false);
        var isFinished = Move(components);

        // No other component waits for a contract, so it comes after whoever needs the database now.
        Contract(components);
        return isFinished;
    }

    /// <summary>Grants what may be done now of components whose control plane goes after their satellites; these are all at the target. None of them has a schema.</summary>
    /// <returns>All of them are finished.</returns>
    public bool AdvanceLate() => Move(Wanted(isLate: true));

    private ImmutableArray<ReleaseComponent> Wanted(bool isLate) =>
        [.. ReleaseGraph.Ordered(release).Where(component => !skipped.Contains(component.Name) && component.ControlPlane is { AfterSatellites: true } == isLate)];

    private bool Move(ImmutableArray<ReleaseComponent> components)
    {
        foreach (var component in components)
        {
            if (IsFinished(component))
            {
                _finished.Add(component.Name);
            }
        }

        var waiting = components.RemoveAll(component => _finished.Contains(component.Name));
        if (!waiting.IsEmpty)
        {
            Advance(waiting);
        }

        return waiting.IsEmpty;
    }

    private void Advance(ImmutableArray<ReleaseComponent> waiting)
    {
        var begun = waiting.Where(IsBegun).ToImmutableArray();

        // What another one follows goes first: its peers wait for it on their nodes.
        foreach (var component in begun.OrderByDescending(one => begun.Any(other => other.AfterPioneer.Contains(one.Name))).ThenByDescending(Servers.Left)
            .Concat(waiting.Except(begun).OrderByDescending(component => IsInTheWay(component, waiting))))
        {
            if (_active.Count < (IsStoppedTogether(component) ? 1 : parallelComponents) && MayBegin(component) && !IsHeld(component))
            {
                _active.Add(component.Name);
                Advance(component);
                if (IsStoppedTogether(component))
                {
                    // Its API is away: nothing else may make that last longer.
                    break;
                }
            }
        }
    }

    private bool MayBegin(ReleaseComponent component) =>
        component.After.All(_finished.Contains) && component.AfterPioneer.All(name => _finished.Contains(name) || IsPioneerUp(name));

    /// <summary>It has not begun, and a server is stalled.</summary>
    private bool IsHeld(ReleaseComponent component)
    {
        if (Stalled.IsEmpty || IsBegun(component))
        {
            return false;
        }

        Hold = $"no other component begins while a server is stalled: {UpgradeAdmission.Names([.. Stalled.Select(slot => slot.Name)])}";
        return true;
    }

    /// <summary>Its first server moved the schema, runs the new code, and was seen in rotation by every HAProxy.</summary>
    private bool IsPioneerUp(string name) => release.Components.FirstOrDefault(component => component.Name == name) is { } component
        && Servers.Pioneer(component) is { } pioneer && !pioneer.IsBehind(name) && (component.Schema is null || Servers.Has(component, SchemaPhase.Expand));

    /// <summary>Grants contracts that are due, one at a time, each on a node that nothing else waits for.</summary>
    private void Contract(ImmutableArray<ReleaseComponent> components)
    {
        var due = components.Where(component => _finished.Contains(component.Name) && IsContractDue(component)).ToImmutableArray();
        foreach (var component in due.Where(component => !IsSchemaBusy(component)))
        {
            if (Servers.Pioneer(component) is { IsFree: true, IsAtTarget: true } pioneer)
            {
                pioneer.Grant(WorkKind.ContractSchema, component.Name);
                break;
            }
        }

        Contracting = [.. due.Select(component => component.Name)];
    }

    /// <summary>A component that was taken down for its schema has new packages somewhere: the only way back into service is to its end.</summary>
    /// <returns>Where there is something of this kind left to do: the nodes that go on. All others give back what is ours meanwhile.</returns>
    public ImmutableArray<string> FinishHalted()
    {
        var nodes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var component in ReleaseGraph.Ordered(release).Where(component => !skipped.Contains(component.Name)))
        {
            var down = Servers.Members(component).Where(slot => slot.Component(component.Name)!.State == ComponentState.Halted
                || (IsStoppedTogether(component) && slot.IsGranted(WorkKind.MoveSchema, component.Name) && slot.IsBehind(component.Name))).ToImmutableArray();
            if (!down.IsEmpty)
            {
                _active.Add(component.Name);
                Advance(component);
                nodes.UnionWith((IsStoppedTogether(component) ? Servers.Members(component) : down).Select(slot => slot.Name));
            }
        }

        return [.. nodes.Order(StringComparer.Ordinal)];
    }

    private bool IsStoppedTogether(ReleaseComponent component) => component.Schema is { Window: SchemaWindowKind.AllStopped };

    /// <summary>It has the control plane to itself, whenever that is: the sooner it goes, the more of what comes after it finds others to move beside.</summary>
    private bool IsInTheWay(ReleaseComponent component, ImmutableArray<ReleaseComponent> waiting) => parallelComponents > 1 && IsStoppedTogether(component)
        && waiting.Any(other => other.After.Contains(component.Name) && !IsStoppedTogether(other))
        && UpgradeAdmission.StaysUp(component, rolesLeftOut) is null
        && Servers.Members(component).All(slot => slot is { IsReachable: true, IsFree: true });

    private bool IsFinished(ReleaseComponent component) =>
        (IsStoppedTogether(component) ? Servers.Members(component) : Servers.Of(component)).All(slot => !slot.IsBehind(component.Name));

    private bool IsBegun(ReleaseComponent component) => Servers.Of(component).Any(slot => ControlPlaneServers.IsGiven(slot, component.Name));

    /// <summary>
    /// The schema moved (some ledger says so), its contract is not done, and no old code of the component runs on any node:
    /// agents on satellites too, so a component that has such is contracted after them.
    /// </summary>
    private bool IsContractDue(ReleaseComponent component) =>
        component.Schema?.Contract is not null && Servers.Has(component, SchemaPhase.Expand) && !Servers.Has(component, SchemaPhase.Contract)
        && !slots.Any(slot => slot.IsBehind(component.Name));

    private void Advance(ReleaseComponent component)
    {
        if (Servers.Pioneer(component) is not { } pioneer)
        {
            return;
        }

        if (IsStoppedTogether(component) && AdvanceTogether(component, pioneer))
        {
            return;
        }

        if (pioneer.IsBehind(component.Name))
        {
            GrantPioneer(component, pioneer);
            return;
        }

        var behind = Servers.Of(component).Where(slot => slot.IsBehind(component.Name)).ToImmutableArray();
        if (!behind.IsEmpty)
        {
            // Whoever was begun is finished first: one at a time, also after a restart of the operator.
            var next = behind.FirstOrDefault(slot => ControlPlaneServers.IsGiven(slot, component.Name)) ?? (IsHeldOpen(component) ? null : Servers.NextPeer(component));
            next?.Grant(WorkKind.Upgrade, component.Name);
        }
    }

    /// <summary>A server is stalled, and no schema waits for the peers: old and new servers of it may stand beside each other for as long as it takes.</summary>
    private bool IsHeldOpen(ReleaseComponent component)
    {
        if (Stalled.IsEmpty || component.Schema is not null)
        {
            return false;
        }

        Hold = $"no other server of {component.Name} begins while a server is stalled: {UpgradeAdmission.Names([.. Stalled.Select(slot => slot.Name)])}";
        return true;
    }

    /// <summary>Down everywhere, the schema, up everywhere. A node that comes later, when the schema has moved, goes the way of a peer.</summary>
    /// <returns>It is not over.</returns>
    private bool AdvanceTogether(ReleaseComponent component, NodeSlot pioneer)
    {
        var members = Servers.Members(component);
        if (ControlPlaneServers.IsExpanded(component, pioneer))
        {
            foreach (var slot in members.Where(slot => slot.IsGranted(WorkKind.Halt, component.Name)))
            {
                slot.Grant(WorkKind.Upgrade, component.Name);
            }

            return members.Any(slot => slot.IsGranted(WorkKind.Halt, component.Name) && slot.IsBehind(component.Name));
        }

        if (!IsBegun(component) && UpgradeAdmission.StaysUp(component, rolesLeftOut) is { } obstacle)
        {
            Obstacle = obstacle;
            return true;
        }

        if (IsSchemaBusy(component) || members.Any(slot => !slot.IsGranted(WorkKind.Halt, component.Name) && (!slot.IsReachable || !slot.IsFree || !Servers.IsItsTurn(slot, component) || Servers.IsBusyElsewhere(slot, component))))
        {
            // An API that is away waits for nobody: all of its nodes must be there, and free, before the first is stopped.
            return true;
        }

        if (!Servers.HasTimeFor(component, pioneer))
        {
            return true;
        }

        foreach (var slot in members)
        {
            slot.Grant(WorkKind.Halt, component.Name);
        }

        if (members.All(slot => slot.Component(component.Name)!.State == ComponentState.Halted || slot.IsGranted(WorkKind.Upgrade, component.Name)))
        {
            pioneer.Grant(WorkKind.Upgrade, component.Name);
            pioneer.Grant(WorkKind.MoveSchema, component.Name);
        }

        return true;
    }

    private void GrantPioneer(ReleaseComponent component, NodeSlot pioneer)
    {
        if (Servers.IsBusyElsewhere(pioneer, component) || !Servers.IsItsTurn(pioneer, component) || !(pioneer.IsFree || ControlPlaneServers.IsGiven(pioneer, component.Name))
            || !Servers.HasTimeFor(component, pioneer))
        {
            return;
        }

        if (MovesSchema(component) && !pioneer.IsGranted(WorkKind.MoveSchema, component.Name) && IsSchemaBusy(component))
        {
            if (!pioneer.IsGranted(WorkKind.Upgrade, component.Name))
            {
                // As far as its own schema it may go meanwhile.
                pioneer.Grant(WorkKind.Halt, component.Name);
            }

            return;
        }

        pioneer.Grant(WorkKind.Upgrade, component.Name);
        if (MovesSchema(component))
        {
            pioneer.Grant(WorkKind.MoveSchema, component.Name);
        }
    }

    private static bool MovesSchema(ReleaseComponent component) => component.Schema is not null || component.UpgradeCheck is not null;

    /// <summary>Some other component's schema is on the move: under Galera two at once would block the whole database twice.</summary>
    private bool IsSchemaBusy(ReleaseComponent component) => release.Components.Any(other => other.Name != component.Name && IsMovingSchema(other));

    /// <summary>The run is being ended, and the node has given back what it had begun: it does not move the schema any more.</summary>
    private static bool HasGivenUp(NodeSlot slot) => slot is { Order.Mode: WorkMode.WrapUp, IsObserved: true, Status.IsGivenBack: true };

    private bool IsMovingSchema(ReleaseComponent component) => Servers.Of(component).Any(slot =>
        (slot.IsGranted(WorkKind.MoveSchema, component.Name) && slot.IsBehind(component.Name) && !ControlPlaneServers.IsExpanded(component, slot) && !HasGivenUp(slot))
        || (slot.IsGranted(WorkKind.ContractSchema, component.Name) && !slot.Component(component.Name)!.Schema.Contains(SchemaPhase.Contract)));
}
