using System.Collections.Concurrent;
using System.Collections.Immutable;
using Windlass.Core.Planning.Gates;
using Windlass.Kubernetes.Api;

namespace Windlass.Operator.Gating;

/// <summary>
/// The last reading of each gate. It may be lost at any time: then the gate is read again before any other node begins. Safe for
/// concurrent use.
/// </summary>
internal sealed class GateShelf
{
    private readonly ConcurrentDictionary<GateKey, GateReading> _readings = new();

    public void Keep(GateKey key, GateReading reading) => _readings[key] = reading;

    public GateReading? Find(GateKey key) => _readings.GetValueOrDefault(key);

    /// <summary>Readings of an upgrade's gates.</summary>
    public ImmutableArray<GateReading> Of(ResourceKey upgrade) => [.. _readings.Where(one => one.Key.Upgrade == upgrade).Select(one => one.Value)];

    /// <summary>The upgrade is gone, or over.</summary>
    public void Forget(ResourceKey upgrade)
    {
        foreach (var key in _readings.Keys.Where(key => key.Upgrade == upgrade))
        {
            _readings.TryRemove(key, out _);
        }
    }
}
