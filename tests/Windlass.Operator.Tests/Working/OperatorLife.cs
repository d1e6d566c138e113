using Microsoft.Extensions.Logging.Abstractions;
using Windlass.Core.Api.Meta;
using Windlass.Core.Identities;
using Windlass.HAProxy;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Events;
using Windlass.Kubernetes.Queueing;
using Windlass.Kubernetes.Watching;
using Windlass.Nodes;
using Windlass.Operator.Gating;
using Windlass.Operator.Metrics;
using Windlass.Operator.Resources;
using Windlass.Operator.Upgrading;
using Windlass.Operator.Working;
using Windlass.Testing;

namespace Windlass.Operator.Tests.Working;

/// <summary>One life of the operator over one or more <see cref="Cloud"/>s with one API: its memory dies with it. Passes are made one after another by the test.</summary>
internal sealed class OperatorLife : IAsyncDisposable
{
    private readonly Cloud[] _clouds;
    private readonly CancellationTokenSource _end = new();
    private readonly InMemoryClusterApi _watched;
    private readonly ClusterStores _stores;
    private readonly WindlassMetrics _metrics = new("test");
    private readonly NodePool _pool;
    private readonly UpgradeReconciler _upgrades;
    private readonly NodeReconciler _nodes;
    private readonly GateReader _gates;
    private readonly Queue<GateKey> _gatesDue = [];
    private readonly Task _following;

    public OperatorLife(Cloud cloud, long fence = 1)
        : this(fence, cloud)
    {
    }

    public OperatorLife(long fence, params Cloud[] clouds)
    {
        _clouds = clouds;
        var cloud = clouds[0];
        Tenure = new NodeTenure(fence, () => IsHeld, _ => Task.FromResult(IsHeld));

        // Copies are fed through a door of their own: faults of a test are for the loops.
        _watched = new InMemoryClusterApi(cloud.Api.Cluster);
        _stores = new ClusterStores(_watched, null, TimeProvider.System, NullLoggerFactory.Instance);
        var recorder = new EventRecorder(cloud.Api, new EventOptions { Controller = "windlass.dev/test" }, cloud.Time, NullLogger<EventRecorder>.Instance);
        var journal = new EventJournal(recorder, _stores);
        _pool = new NodePool(cloud.Api, Connect, cloud.Time);
        _upgrades = new UpgradeReconciler(cloud.Api, _stores, journal, Shelf, _gatesDue.Enqueue, cloud.Time, NullLogger<UpgradeReconciler>.Instance);
        _gates = new GateReader(_stores, _pool, Shelf, _ => { }, cloud.Time);
        var balancers = new LoadBalancerPool(_stores, _pool, Instance) { Seen = _metrics.BalancerSeen };
        Rotation = new RotationSteps(balancers, cloud.Time, NullLogger<RotationSteps>.Instance);
        var orders = new OrderShelf(cloud.Api, _stores);
        var reports = new OrderReports(cloud.Api, new OrderClaims(orders.HighestFence), journal, _metrics, cloud.Time);
        _nodes = new NodeReconciler(
            _stores, _pool, orders, new NodeSurvey(orders, balancers, new RecentReadings(balancers, cloud.Time, _end.Token)), new NodeSteps(Rotation, _metrics, cloud.Time), reports,
            new NodeInventory(cloud.Api, cloud.Time), new DepartedNodes(Rotation, reports), new TargetResolutions(cloud.Time, mostAtOnce: 1),
            new UpgradeCheckRuns(orders, cloud.Time, mostAtOnce: 1), cloud.Time, NullLogger<NodeReconciler>.Instance);
        _following = _stores.RunAsync(_end.Token);
    }

    public WindlassMetrics Metrics => _metrics;

    /// <summary>By what right it acts.</summary>
    public NodeTenure Tenure { get; }

    /// <summary>Its lease is still its own, as the server would say.</summary>
    public bool IsHeld { get; set; } = true;

    public RotationSteps Rotation { get; }

    public GateShelf Shelf { get; } = new();

    /// <summary>Every door that was opened: whose machine it leads to, and by which address and key.</summary>
    public List<(Cloud Owner, NodeAddress Address)> Doors { get; } = [];

    public Task<Reconciled> UpgradePassAsync(string space = Cloud.Space, string upgrade = "up") => _upgrades.ReconcileAsync(new ResourceKey(space, upgrade), default);

    public Task<Reconciled> ReadGateAsync(GateKey key) => _gates.ReadAsync(key, default);

    /// <summary>Reads what the last passes of the upgrade loop asked for.</summary>
    public async Task GatePassAsync()
    {
        while (_gatesDue.TryDequeue(out var key))
        {
            await _gates.ReadAsync(key, default);
        }
    }

    public Task<Reconciled> NodePassAsync(string node, string space = Cloud.Space) => _nodes.ReconcileAsync(new ResourceKey(space, node), Tenure, default);

    /// <summary>Waits until the copies are as the server has it.</summary>
    public async Task CatchUpAsync()
    {
        await _stores.Synced;
        await CaughtUpAsync(Kinds.Upgrades, _stores.Upgrades);
        await CaughtUpAsync(Kinds.Releases, _stores.Releases);
        await CaughtUpAsync(Kinds.Nodes, _stores.Nodes);
        await CaughtUpAsync(Kinds.WorkOrders, _stores.WorkOrders);
        await CaughtUpAsync(Kinds.Plans, _stores.Plans);
    }

    /// <summary>Every loop once.</summary>
    public async Task RoundAsync()
    {
        foreach (var cloud in _clouds)
        {
            await CatchUpAsync();
            await UpgradePassAsync(cloud.Namespace);
            await GatePassAsync();
            await CatchUpAsync();
            foreach (var node in cloud.Machines.Keys.Order(StringComparer.Ordinal))
            {
                await NodePassAsync(node, cloud.Namespace);
            }
        }

        // Retries and rechecks are due by the next round.
        _clouds[0].Time.Pass(TimeSpan.FromSeconds(5));
    }

    /// <summary>Rounds until the upgrade is over; fails when it never is.</summary>
    public async Task FinishAsync()
    {
        for (var round = 0; round < 100; round++)
        {
            await RoundAsync();
            var upgrades = await Task.WhenAll(_clouds.Select(cloud => cloud.UpgradeAsync()));
            if (upgrades.All(upgrade => upgrade.Status is { CompletionTime: not null }))
            {
                return;
            }
        }

        Assert.Fail($"not finished after 100 rounds: {(await _clouds[0].UpgradeAsync()).Status}");
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _following;
        _end.Dispose();
        _metrics.Dispose();
    }

    private Machine Connect(NodeAddress address)
    {
        var owner = Owner(address.Host);
        Doors.Add((owner, address));
        return owner.Machines[address.Name.Value];
    }

    private Cloud Owner(string address) => _clouds.Single(cloud => cloud.Machines.Values.Any(machine => machine.Address == address));

    private ILoadBalancer Instance(NodeName instance, string socket, string? master)
    {
        var cloud = Owner(socket[..socket.IndexOf(':')]);
        return !cloud.IsDeaf && (master is null || cloud.HasMasterSockets) ? cloud.Balancers[instance.Value] : new Deaf(instance);
    }

    private async Task CaughtUpAsync<T>(ResourceType<T> type, ResourceStore<T> store)
        where T : class, IResource
    {
        var list = await Cloud.MustAsync(_watched.ListAsync(type, new ListOptions(), default));
        await Until.TrueAsync(
            () => store.Current.Count == list.Items.Length && list.Items.All(item =>
                store.Current.TryGet(ResourceKey.Of(item), out var known) && known.Metadata.ResourceVersion == item.Metadata.ResourceVersion),
            $"{type.Plural} are copied");
    }
}
