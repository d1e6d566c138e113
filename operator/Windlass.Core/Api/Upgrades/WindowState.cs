using System.ComponentModel;

namespace Windlass.Core.Api.Upgrades;

/// <summary>Whether the maintenance windows of an upgrade let nodes begin now, and until when that stays so.</summary>
public sealed record WindowState
{
    /// <summary>Nodes may begin.</summary>
    [Description("Nodes may begin.")]
    public bool Open { get; init; }

    /// <summary>When the open window closes.</summary>
    [Description("When the open window closes; the last nodes begin lastStartMinutes before. Absent while none is open.")]
    public DateTimeOffset? CloseTime { get; init; }

    /// <summary>When the next window opens.</summary>
    [Description("When the next window opens. Absent while one is open, or when none opens within a week.")]
    public DateTimeOffset? OpenTime { get; init; }
}
