using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Upgrades;

/// <summary>
/// A time of the week in which nodes may be begun. What is not expected to end in it (by what steps took in this run and in earlier ones) is left for
/// the next; what is begun is finished, also after its end.
/// </summary>
public sealed record MaintenanceWindow
{
    /// <summary>Days on which it opens.</summary>
    [Description("Days on which the window opens, in its time zone; empty: every day.")]
    [Items(7, IsSet = true)]
    public ImmutableArray<Weekday> Days { get; init => field = value.OrEmpty(); } = [];

    /// <summary>When it opens.</summary>
    [Description("When it opens: HH:MM in its time zone.")]
    [Length(5, 5), Pattern("^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    public required string Start { get; init; }

    /// <summary>When it closes.</summary>
    [Description("When it closes: HH:MM in its time zone; not later than the start: on the next day.")]
    [Length(5, 5), Pattern("^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    public required string End { get; init; }

    /// <summary>Its time zone.</summary>
    [Description("Name of the time zone in the IANA database, for example Europe/Paris; default UTC.")]
    [Length(1, 60), Pattern("^[A-Za-z0-9_+/-]+$")]
    public string TimeZone { get; init => field = value ?? "UTC"; } = "UTC";

    /// <summary>Time kept free at its end.</summary>
    [Description("Minutes before the end from which on no node is begun any more, however short its work is expected to be; default 15. What is expected to take longer than is left of the window is not begun in any case.")]
    [Between(1, 1440)]
    public int LastStartMinutes { get; init => field = value == 0 ? 15 : value; } = 15;
}
