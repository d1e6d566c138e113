using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Plans;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Plans;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Simulation;

/// <summary>
/// The API objects of one simulated namespace with one ClusterUpgrade: immutable records, generations that count changes of a spec,
/// and a history of node statuses, so that the upgrade loop can be shown an older sight of them. Not thread-safe.
/// </summary>
public sealed class SimulatedObjects
{
    private readonly Dictionary<string, NodeUpgrade> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<NodeUpgrade> _sight = [];
    private readonly Queue<(NodeUpgrade Order, bool IsNews)> _unseen = [];
    private ImmutableArray<NodeUpgrade> _shown = [];

    /// <summary>Starts with what people declared.</summary>
    /// <param name="upgrade">The upgrade; its generation becomes 1.</param>
    /// <param name="releases">Releases.</param>
    /// <param name="nodes">Nodes.</param>
    public SimulatedObjects(ClusterUpgrade upgrade, ImmutableArray<ClusterRelease> releases, ImmutableArray<ClusterNode> nodes) =>
        (Upgrade, Releases, Nodes) = (upgrade with { Metadata = upgrade.Metadata with { Generation = 1 } }, releases, nodes);

    /// <summary>The upgrade.</summary>
    public ClusterUpgrade Upgrade { get; private set; }

    /// <summary>The upgrade is gone: it was deleted and its finalizer is off.</summary>
    public bool IsReleased { get; private set; }

    /// <summary>Releases.</summary>
    public ImmutableArray<ClusterRelease> Releases { get; }

    /// <summary>Nodes.</summary>
    public ImmutableArray<ClusterNode> Nodes { get; }

    /// <summary>Plans that were written.</summary>
    public ImmutableArray<UpgradePlan> Plans { get; private set; } = [];

    /// <summary>Work orders as they stand on the server.</summary>
    public IEnumerable<NodeUpgrade> Orders => _sight.Select(order => _orders[order.Spec.NodeName]);

    /// <summary>So many of the next writes are refused: somebody else has changed the object since it was read.</summary>
    public int Conflicts { get; set; }

    /// <summary>Grows with every change, but for the upgrade's own status.</summary>
    public int Version { get; private set; }

    /// <summary>Grows with every change of what the upgrade loop has seen.</summary>
    internal int SightVersion => Version - _unseen.Count;

    /// <summary>The upgrade loop would see something that it has not seen yet, and that is more than detail.</summary>
    /// <param name="lag">Writes of node statuses that it must not see yet.</param>
    internal bool HasNews(int lag)
    {
        var left = _unseen.Count - lag;
        foreach (var (_, isNews) in _unseen)
        {
            if (left-- <= 0)
            {
                return false;
            }

            if (isNews)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The work order of a node as the upgrade loop saw it last; null: it has seen none.</summary>
    /// <param name="node">Name of the node.</param>
    internal NodeUpgrade? Seen(string node) => _places.TryGetValue(node, out var place) ? _sight[place] : null;

    /// <summary>The work order of a node; null: none.</summary>
    /// <param name="node">Name of the node.</param>
    public NodeUpgrade? Order(string node) => _orders.GetValueOrDefault(node);

    /// <summary>What a release says.</summary>
    /// <param name="name">Its name.</param>
    public ClusterReleaseSpec Release(string name)
    {
        foreach (var release in Releases)
        {
            if (release.Metadata.Name == name)
            {
                return release.Spec;
            }
        }

        throw new KeyNotFoundException($"there is no release {name}");
    }

    /// <summary>A person changes the spec of the upgrade.</summary>
    /// <param name="spec">The new spec.</param>
    public void Declare(ClusterUpgradeSpec spec)
    {
        Version++;
        Upgrade = Upgrade with { Spec = spec, Metadata = Upgrade.Metadata with { Generation = Upgrade.Metadata.Generation + 1 } };
    }

    /// <summary>A person deletes the upgrade.</summary>
    /// <param name="now">When.</param>
    public void Delete(DateTimeOffset now)
    {
        Version++;
        Upgrade = Upgrade with { Metadata = Upgrade.Metadata with { DeletionTimestamp = now, Generation = Upgrade.Metadata.Generation + 1 } };
    }

    /// <summary>The finalizer goes, and with it the upgrade and its work orders.</summary>
    public void Release()
    {
        Version++;
        IsReleased = true;
        _orders.Clear();
        _places.Clear();
        _sight.Clear();
        _shown = [];
    }

    /// <summary>The upgrade loop's sight: its own writes at once, the statuses of nodes possibly late.</summary>
    /// <param name="lag">Writes of node statuses that it must not see yet.</param>
    public UpgradeView View(int lag)
    {
        while (_unseen.Count > lag)
        {
            var (order, _) = _unseen.Dequeue();
            if (_places.TryGetValue(order.Spec.NodeName, out var place))
            {
                _sight[place] = _sight[place] with { Status = order.Status };
                _shown = default;
            }
        }

        if (_shown.IsDefault)
        {
            _shown = [.. _sight];
        }

        return new UpgradeView
        {
            Upgrade = Upgrade,
            Upgrades = [Upgrade],
            Releases = Releases,
            Nodes = Nodes,
            Plans = Plans,
            Orders = _shown,
        };
    }

    /// <summary>Writes a plan, and takes old ones away.</summary>
    /// <param name="outcome">What the upgrade loop decided.</param>
    internal void ApplyPlans(UpgradeOutcome outcome)
    {
        Plans = outcome.OldPlans.IsEmpty ? Plans : [.. Plans.Where(plan => !outcome.OldPlans.Contains(plan.Metadata.Name))];
        if (outcome.Plan is { } spec)
        {
            Version++;
            Plans = [.. Plans, new UpgradePlan { Metadata = new ObjectMeta { Name = PlanObjects.NameOf(spec), Namespace = Upgrade.Metadata.Namespace }, Spec = spec }];
        }
    }

    /// <summary>Takes the conflict that was laid in wait for this write, if there is one.</summary>
    internal bool IsRefused()
    {
        if (Conflicts == 0)
        {
            return false;
        }

        Conflicts--;
        return true;
    }

    /// <summary>Writes a work order where it differs.</summary>
    /// <param name="spec">What the node may do.</param>
    /// <returns>Something was written.</returns>
    public bool Apply(NodeUpgradeSpec spec)
    {
        var before = Order(spec.NodeName);
        if (before is not null && SameContent.Of(before.Spec, spec))
        {
            return false;
        }

        var metadata = before?.Metadata ?? new ObjectMeta { Name = $"{spec.UpgradeName}-{spec.NodeName}", Namespace = Upgrade.Metadata.Namespace, Generation = 0 };
        Version++;
        Keep(new NodeUpgrade { Metadata = metadata with { Generation = metadata.Generation + 1 }, Spec = spec, Status = before?.Status });
        See(spec.NodeName);
        return true;
    }

    private void Keep(NodeUpgrade order) => _orders[order.Spec.NodeName] = order;

    /// <summary>The upgrade loop sees its own writes at once, beside the status that it has seen last.</summary>
    private void See(string node)
    {
        if (!_places.TryGetValue(node, out var place))
        {
            place = PlaceOf(node);
            _sight.Insert(place, _orders[node] with { Status = null });
            for (var i = place; i < _sight.Count; i++)
            {
                _places[_sight[i].Spec.NodeName] = i;
            }
        }

        _sight[place] = _orders[node] with { Status = _sight[place].Status };
        _shown = default;
    }

    /// <summary>They mostly come in the order of their names.</summary>
    private int PlaceOf(string node) => _sight.Count == 0 || string.CompareOrdinal(_sight[^1].Spec.NodeName, node) < 0
        ? _sight.Count
        : _sight.FindIndex(order => string.CompareOrdinal(order.Spec.NodeName, node) > 0);

    /// <summary>Writes the status of a work order where it differs.</summary>
    /// <param name="node">Name of the node.</param>
    /// <param name="status">Its status.</param>
    /// <param name="isDetail">Nothing is decided by what is new in it.</param>
    /// <returns>Something was written.</returns>
    public bool ApplyStatus(string node, NodeUpgradeStatus status, bool isDetail = false)
    {
        if (!_orders.TryGetValue(node, out var order) || (order.Status is { } before && SameContent.Of(before, status)))
        {
            return false;
        }

        Version++;
        Keep(order with { Status = status });
        _unseen.Enqueue((_orders[node], !isDetail));
        return true;
    }

    /// <summary>Writes the status of the upgrade.</summary>
    /// <param name="status">Its status.</param>
    public void ApplyStatus(ClusterUpgradeStatus status) => Upgrade = Upgrade with { Status = status };
}
