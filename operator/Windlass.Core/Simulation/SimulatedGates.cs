using System.Collections.Immutable;
using Windlass.Core.Planning.Gates;

namespace Windlass.Core.Simulation;

/// <summary>The gates of a simulated cloud: what they would say, and what was read of them. Not thread-safe.</summary>
internal sealed class SimulatedGates(SimulatedCluster cluster) : SimulatedActor
{
    private static readonly TimeSpan ReadingTime = TimeSpan.FromMilliseconds(300);

    private readonly HashSet<string> _pressed = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, DateTimeOffset> _asked = new(StringComparer.Ordinal);

    public override DateTimeOffset? Due => _asked.Count == 0 ? null : _asked.Values.Min();

    /// <summary>The last reading of each gate.</summary>
    public ImmutableSortedDictionary<string, GateReading> Readings { get; private set; } = ImmutableSortedDictionary<string, GateReading>.Empty;

    /// <summary>Something shuts a gate.</summary>
    public void Press(string gate) => _pressed.Add(gate);

    /// <summary>It is well again.</summary>
    public void Release(string gate) => _pressed.Remove(gate);

    /// <summary>The upgrade loop wants these read.</summary>
    public void Ask(ImmutableArray<string> gates)
    {
        foreach (var gate in gates)
        {
            _asked.TryAdd(gate, cluster.Now + ReadingTime);
        }
    }

    /// <summary>The operator is gone with every reading.</summary>
    public void Restart()
    {
        _asked.Clear();
        Readings = Readings.Clear();
    }

    public override void Act()
    {
        var gate = _asked.MinBy(asked => asked.Value).Key;
        _asked.Remove(gate);
        var (isOpen, was) = (!_pressed.Contains(gate), Readings.GetValueOrDefault(gate));
        Readings = Readings.SetItem(gate, new GateReading(gate, isOpen, isOpen ? "3 messages on ctl1, limit 100" : "512 messages on ctl1, limit 100", cluster.OperatorNow));
        if (was?.IsOpen != isOpen)
        {
            cluster.Tell(gate, SimulationEventKind.Happens, isOpen ? "is read: open" : "is read: shut");
        }

        cluster.WakeUpgrade();
    }
}
