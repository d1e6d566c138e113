using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Simulation;

namespace Windlass.Core.Forecasting;

/// <summary>How long each component stood between two schemas, by the upgrade's own status. Not thread-safe.</summary>
internal sealed class SchemaBook(SimulatedCluster cluster)
{
    private readonly Dictionary<string, DateTimeOffset> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> _lasted = new(StringComparer.Ordinal);

    public void Look(ClusterUpgradeStatus status)
    {
        foreach (var window in status.OpenSchemaWindows)
        {
            _open.TryAdd(window.Component, window.Since);
        }

        foreach (var gone in _open.Keys.Where(component => status.OpenSchemaWindows.All(window => window.Component != component)).ToArray())
        {
            Close(gone, cluster.Now);
        }
    }

    /// <summary>All of them, the longest first; what is open lasts until now.</summary>
    public ImmutableArray<RiskTime> Closed(DateTimeOffset now)
    {
        foreach (var open in _open.Keys.ToArray())
        {
            Close(open, now);
        }

        return [.. _lasted.OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => new RiskTime(one.Key, one.Value))];
    }

    private void Close(string component, DateTimeOffset now)
    {
        _lasted[component] = _lasted.GetValueOrDefault(component) + (now - _open[component]);
        _open.Remove(component);
    }
}
