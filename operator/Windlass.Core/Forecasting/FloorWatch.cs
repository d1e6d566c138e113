using System.Collections.Immutable;
using Windlass.Core.Simulation;

namespace Windlass.Core.Forecasting;

/// <summary>Watches how many servers of each backend the load balancers of a simulated run send traffic to. Not thread-safe.</summary>
internal sealed class FloorWatch(SimulatedCluster cluster)
{
    private readonly SortedDictionary<string, SortedDictionary<int, TimeSpan>> _times = new(StringComparer.Ordinal);
    private readonly ImmutableArray<IGrouping<string, SimulatedServer>> _backends = [.. cluster.Balancers.Servers.GroupBy(server => server.Server.Backend)];
    private readonly Dictionary<string, int> _now = new(StringComparer.Ordinal);
    private DateTimeOffset _since = cluster.Start;
    private int _version = -1;

    /// <summary>After every event: nothing is done unless something changed on a load balancer.</summary>
    public void Look()
    {
        if (_version == cluster.Balancers.Version || cluster.Balancers.Names.IsEmpty)
        {
            return;
        }

        Close();
        _version = cluster.Balancers.Version;
        var instance = cluster.Balancers[cluster.Balancers.Names[0]];
        foreach (var backend in _backends)
        {
            _now[backend.Key] = instance.Candidates(backend.Key).Length;
        }
    }

    /// <summary>Backends that had no server, the longest first.</summary>
    public ImmutableArray<RiskTime> Away() =>
    [
        .. Floors().Where(floor => floor.Servers == 0).OrderByDescending(floor => floor.Lasts).ThenBy(floor => floor.Backend, StringComparer.Ordinal)
            .Select(floor => new RiskTime(floor.Backend, floor.Lasts)),
    ];

    /// <summary>The fewest servers of each backend, the thinnest first.</summary>
    public ImmutableArray<FloorTime> Floors()
    {
        Close();
        return
        [
            .. _backends.Where(backend => _times.ContainsKey(backend.Key))
                .Select(backend => new FloorTime(backend.Key, _times[backend.Key].First().Key, backend.Count(), _times[backend.Key].First().Value))
                .OrderBy(floor => (double)floor.Servers / floor.Of).ThenByDescending(floor => floor.Lasts).ThenBy(floor => floor.Backend, StringComparer.Ordinal),
        ];
    }

    private void Close()
    {
        foreach (var (backend, servers) in _now)
        {
            var times = _times.TryGetValue(backend, out var known) ? known : _times[backend] = [];
            times[servers] = times.GetValueOrDefault(servers) + (cluster.Now - _since);
        }

        _since = cluster.Now;
    }
}
