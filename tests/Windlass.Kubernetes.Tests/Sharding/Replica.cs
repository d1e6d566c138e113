using Microsoft.Extensions.Logging.Abstractions;
using Windlass.Kubernetes.Leases;
using Windlass.Kubernetes.Sharding;
using Windlass.Kubernetes.Watching;
using Windlass.Kubernetes.Wire;
using Windlass.Testing;

namespace Windlass.Kubernetes.Tests.Sharding;

/// <summary>One replica with a door of its own to the API, so that it can be cut off or frozen alone.</summary>
internal sealed class Replica : IAsyncDisposable
{
    public const string Space = "ns";
    public const string LeaderLease = "test-operator";

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _thaw = new();
    private readonly ShardKeeper _keeper;
    private readonly LeaseWatch _watch;
    private readonly TimeProvider _time;
    private Task _running = Task.CompletedTask;
    private Task _watching = Task.CompletedTask;

    public Replica(InMemoryCluster cluster, TimeProvider time, string identity, ShardLayout? layout = null)
    {
        layout ??= new ShardLayout("test", "test.dev", Version: 1, Count: 8);
        (Api, _time, Identity) = (new InMemoryClusterApi(cluster), time, identity);
        Held = new HeldShards(layout);
        _watch = new LeaseWatch(Api, Space, time, NullLogger<ResourceStore<Lease>>.Instance);
        var options = new ShardOptions { Namespace = Space, Identity = identity, LeaderLease = LeaderLease };
        _keeper = new ShardKeeper(Api, _watch, layout, options, Held, shard => Gained.Enqueue(shard), time, NullLogger<ShardKeeper>.Instance);
    }

    public InMemoryClusterApi Api { get; }

    public string Identity { get; }

    public HeldShards Held { get; }

    public System.Collections.Concurrent.ConcurrentQueue<int> Gained { get; } = [];

    /// <summary>Its present membership.</summary>
    public Leadership? Membership { get; private set; }

    public LeaderEnd? End { get; private set; }

    public static Replica Start(InMemoryCluster cluster, TimeProvider time, string identity, ShardLayout? layout = null)
    {
        var replica = new Replica(cluster, time, identity, layout);
        replica._watching = replica._watch.RunAsync(replica._end.Token);
        replica._running = replica.StandAsync();
        return replica;
    }

    /// <summary>As SIGSTOP does to its requests: none gets through, none fails, until it is thawed.</summary>
    public void Freeze() => Api.Hold = (_, cancellation) => _thaw.Task.WaitAsync(cancellation);

    public void Thaw()
    {
        Api.Hold = null;
        _thaw.TrySetResult();
    }

    /// <summary>SIGTERM.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        Thaw();
        await StopAsync();
        await _end.CancelAsync();
        await _watching;
        _stop.Dispose();
        _end.Dispose();
    }

    private async Task StandAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var lease = new LeaderLease(Api, _keeper.Membership, _time, NullLogger<LeaderLease>.Instance);
            End = await lease.RunAsync(
                (membership, office) =>
                {
                    Membership = membership;
                    return _keeper.RunAsync(membership, office);
                },
                _stop.Token);
        }
    }
}
