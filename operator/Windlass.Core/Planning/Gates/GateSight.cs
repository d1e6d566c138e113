using System.Collections.Immutable;
using Windlass.Core.Api.Gates;
using Windlass.Core.Api.Upgrades;

namespace Windlass.Core.Planning.Gates;

/// <summary>
/// One gate in one pass: its last reading, and what follows for those who wait. Additive increase, multiplicative decrease: shutting
/// halves the width of each role that waits, each reading that finds it open gives one back.
/// </summary>
/// <param name="gate">The gate.</param>
/// <param name="widths">maxInFlight and minInFlight of each role that waits for it.</param>
/// <param name="before">What was written of it; null: nothing.</param>
/// <param name="reading">Its last reading; null: none since the operator began.</param>
/// <param name="now">The operator's time.</param>
internal sealed class GateSight(
    HealthGate gate, ImmutableSortedDictionary<string, SatelliteStrategy> widths, GateStatus? before, GateReading? reading, DateTimeOffset now)
{
    /// <summary>A reading counts for two intervals, and the time that an unreachable node may cost.</summary>
    private static readonly TimeSpan ReadingTime = TimeSpan.FromSeconds(60);

    private TimeSpan Interval => TimeSpan.FromSeconds(gate.IntervalSeconds);

    public string Name => gate.Name;

    /// <summary>Somebody waits for it in this pass.</summary>
    public bool IsWanted { get; set; }

    /// <summary>It is to be read now.</summary>
    public bool IsDue => reading is null || reading.Time > now || now - reading.Time >= Interval;

    /// <summary>It was read, lately, and found open.</summary>
    public bool IsOpen => Fresh is { IsOpen: true };

    /// <summary>It has held nodes for longer than people would put up with.</summary>
    public bool IsOverdue => Fresh is { IsOpen: false } && Seen is { Since: { } since } && now - since >= TimeSpan.FromSeconds(gate.HoldLimitSeconds);

    public int HoldLimitSeconds => gate.HoldLimitSeconds;

    /// <summary>Why nobody begins.</summary>
    public string Obstacle => $"gate {gate.Name}: {Fresh?.Message ?? "it is being read"}";

    /// <summary>What is to be written of it; null: nothing yet. A reading that changes nothing leaves it as it was.</summary>
    public GateStatus? Status => IsWanted ? Seen : Rested(before);

    private GateReading? Fresh => reading is not null && reading.Time <= now && now - reading.Time <= (2 * Interval) + ReadingTime ? reading : null;

    private GateStatus? Seen => Fresh switch
    {
        null => before,
        { IsOpen: false } shut => Shut(shut),
        { } open => Opened(open),
    };

    /// <summary>Nobody waits for it: the time in which it was shut is not counted on.</summary>
    public static GateStatus? Rested(GateStatus? status) => status is { Open: false, Since: not null } ? status with { Since = null } : status;

    /// <summary>Nodes of a role that may be in flight.</summary>
    public int Width(string role) => !IsOpen ? 0 : Narrowed(Seen, role) ?? widths[role].MaxInFlight;

    private GateStatus Shut(GateReading shut)
    {
        if (before is { Open: false, Since: not null } && before.Message == shut.Message)
        {
            return before;
        }

        return new GateStatus
        {
            Name = gate.Name,
            Since = before is { Open: false, Since: { } since } ? since : shut.Time,
            Message = shut.Message,
            LastReadTime = shut.Time,
            Widths = before is { Open: false } ? before.Widths : Widths(role => (Narrowed(before, role) ?? widths[role].MaxInFlight) / 2),
        };
    }

    private GateStatus Opened(GateReading open)
    {
        if (before is not { Open: true })
        {
            return new GateStatus { Name = gate.Name, Open = true, Since = open.Time, Message = open.Message, LastReadTime = open.Time, Widths = before?.Widths ?? [] };
        }

        // Also when the operator's clock has gone back: a reading is another one when its time is.
        var isNext = before.LastReadTime is not { } last || open.Time < last || open.Time - last >= Interval;
        return before.Widths.IsEmpty || !isNext
            ? before
            : before with { Message = open.Message, LastReadTime = open.Time, Widths = Widths(role => (Narrowed(before, role) ?? widths[role].MaxInFlight) + 1) };
    }

    /// <summary>Those that are at their full width are not named.</summary>
    private ImmutableArray<GateWidth> Widths(Func<string, int> of) =>
    [
        .. widths.Select(role => new GateWidth { Role = role.Key, MaxInFlight = Math.Max(of(role.Key), Math.Min(role.Value.MinInFlight, role.Value.MaxInFlight)) })
            .Where(width => width.MaxInFlight < widths[width.Role].MaxInFlight),
    ];

    private int? Narrowed(GateStatus? status, string role) =>
        status?.Widths.FirstOrDefault(width => width.Role == role) is { } width && width.MaxInFlight < widths[role].MaxInFlight ? width.MaxInFlight : null;
}
