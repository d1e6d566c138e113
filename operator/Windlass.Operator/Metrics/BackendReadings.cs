using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Windlass.Core.LoadBalancing;

namespace Windlass.Operator.Metrics;

/// <summary>What each HAProxy said last, as it was read for the node loop anyway, for the count of servers that serve. Thread-safe.</summary>
/// <param name="time">The clock.</param>
internal sealed class BackendReadings(TimeProvider time)
{
    /// <summary>In a run each is read every 15 s at least; what is older tells nothing of now. Unknown is shown as nothing, never as fine.</summary>
    internal static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Space, string Instance), Reading> _readings = [];

    internal void Saw(string space, LoadBalancerSnapshot snapshot) => _readings[(space, snapshot.Instance.Value)] = new Reading(time.GetUtcNow(), snapshot);

    /// <summary>Of a backend that several HAProxies have, the one with the fewest: users of that one have no others.</summary>
    internal IEnumerable<Measurement<int>> Measure(IEnumerable<UpgradeMetrics> upgrades)
    {
        var oldest = time.GetUtcNow() - GoodFor;
        foreach (var upgrade in upgrades)
        {
            var readings = _readings.Where(one => one.Key.Space == upgrade.Namespace && one.Value.At > oldest).Select(one => one.Value.Snapshot).ToArray();
            foreach (var backend in upgrade.Backends)
            {
                if (Healthy(readings, backend) is { } servers)
                {
                    yield return new Measurement<int>(servers, new("upgrade_namespace", upgrade.Namespace), new("upgrade", upgrade.Name), new("backend", backend));
                }
            }
        }
    }

    private static int? Healthy(LoadBalancerSnapshot[] readings, string backend) => readings
        .Select(reading => reading.Servers.Where(server => server.Backend == backend).ToArray())
        .Where(servers => servers.Length > 0)
        .Select(servers => (int?)servers.Count(server => server.IsInRotation))
        .Min();

    private sealed record Reading(DateTimeOffset At, LoadBalancerSnapshot Snapshot);
}
