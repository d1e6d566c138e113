using System.Collections.Immutable;
using Windlass.Core.Api.Gates;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Planning.Gates;

/// <summary>What the gates of an upgrade say to the satellites that would begin now. A gate is only read while somebody asks it here.</summary>
internal sealed class GateBook
{
    /// <summary>Nobody waits for any gate.</summary>
    public static readonly GateBook None = new();

    private readonly SortedDictionary<string, GateSight> _gates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GateSight> _byRole = new(StringComparer.Ordinal);

    private GateBook()
    {
    }

    /// <summary>Gates that are to be read now.</summary>
    public ImmutableArray<string> Due => [.. Wanted.Where(gate => gate.IsDue).Select(gate => gate.Name)];

    /// <summary>Why somebody waits; null: nobody does.</summary>
    public string? Obstacle => Wanted.Any(gate => !gate.IsOpen) ? string.Join("; ", Wanted.Where(gate => !gate.IsOpen).Select(gate => gate.Obstacle)) : null;

    /// <summary>A gate that has held somebody for too long; null: none has.</summary>
    public GateSight? Overdue => Wanted.FirstOrDefault(gate => gate.IsOverdue);

    private IEnumerable<GateSight> Wanted => _gates.Values.Where(gate => gate.IsWanted);

    /// <summary>The gates that roles of these nodes have.</summary>
    public static GateBook Of(UpgradeView view, ClusterReleaseSpec release, ImmutableArray<NodeSlot> slots, DateTimeOffset now)
    {
        var spec = view.Upgrade.Spec;
        if (view.AreGatesOpen || (release.Gates.IsEmpty && spec.Gates.IsEmpty))
        {
            return None;
        }

        var book = new GateBook();
        var waiting = slots.Select(slot => slot.Role).Distinct()
            .Select(role => (Role: role, Gate: GateCatalogue.OfRole(spec, release, role)))
            .Where(one => one.Gate is not null).ToLookup(one => one.Gate!, one => one.Role);
        foreach (var gate in waiting)
        {
            book.Add(view, gate.Key, [.. gate], now);
        }

        return book;
    }

    /// <summary>Nodes of a role that may be in flight, as one of them would begin: 0 while its gate is shut or was not read.</summary>
    public int Width(string role, SatelliteStrategy policy)
    {
        if (!_byRole.TryGetValue(role, out var gate))
        {
            return policy.MaxInFlight;
        }

        gate.IsWanted = true;
        return gate.Width(role);
    }

    /// <summary>What is to be written of all gates.</summary>
    /// <param name="previous">What is written.</param>
    public ImmutableArray<GateStatus> Statuses(ImmutableArray<GateStatus> previous) => this == None
        ? [.. previous.Select(status => GateSight.Rested(status)!)]
        : [.. _gates.Values.Select(gate => gate.Status).OfType<GateStatus>()];

    private void Add(UpgradeView view, HealthGate gate, ImmutableArray<string> roles, DateTimeOffset now)
    {
        var widths = roles.ToImmutableSortedDictionary(role => role, role => view.Upgrade.Spec.Strategy.Satellites.GetValueOrDefault(role) ?? new(), StringComparer.Ordinal);
        var before = view.Upgrade.Status?.Gates.FirstOrDefault(status => status.Name == gate.Name);
        var sight = new GateSight(gate, widths, before, view.GateReadings.FirstOrDefault(reading => reading.Gate == gate.Name), now);
        _gates[gate.Name] = sight;
        foreach (var role in roles)
        {
            _byRole[role] = sight;
        }
    }
}
