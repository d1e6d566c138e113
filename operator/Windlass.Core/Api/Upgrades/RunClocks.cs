using System.ComponentModel;

namespace Windlass.Core.Api.Upgrades;

/// <summary>Where the time of a run went: three clocks, of which one goes at a time. They are written when another one begins to go, not with every tick.</summary>
public sealed record RunClocks
{
    /// <summary>The one that goes.</summary>
    [Description("The clock that goes: Active (nodes are looked at or in work), Paused (somebody asked), Waiting (for a window, an approval, a gate, another upgrade, or for a person to put something right), Stopped (it is over).")]
    public RunClock Running { get; init; } = RunClock.Active;

    /// <summary>Since when it goes.</summary>
    [Description("Since when that clock goes: what it shows now is its seconds below and the time since then.")]
    public required DateTimeOffset Since { get; init; }

    /// <summary>At work.</summary>
    [Description("Seconds at work, up to since.")]
    public long ActiveSeconds { get; init; }

    /// <summary>Paused.</summary>
    [Description("Seconds paused, up to since.")]
    public long PausedSeconds { get; init; }

    /// <summary>Waiting.</summary>
    [Description("Seconds of waiting, up to since.")]
    public long WaitingSeconds { get; init; }

    /// <summary>What the clock of work shows.</summary>
    /// <param name="now">The operator's time.</param>
    public TimeSpan ActiveFor(DateTimeOffset now) => Shown(ActiveSeconds, RunClock.Active, now);

    /// <summary>What the clock of pauses shows.</summary>
    /// <param name="now">The operator's time.</param>
    public TimeSpan PausedFor(DateTimeOffset now) => Shown(PausedSeconds, RunClock.Paused, now);

    /// <summary>What the clock of waiting shows.</summary>
    /// <param name="now">The operator's time.</param>
    public TimeSpan WaitingFor(DateTimeOffset now) => Shown(WaitingSeconds, RunClock.Waiting, now);

    /// <summary>The clocks when one of them goes from now on; the very same ones when it goes already.</summary>
    /// <param name="before">The clocks so far; null: the run begins.</param>
    /// <param name="running">The one that goes now.</param>
    /// <param name="now">The operator's time.</param>
    internal static RunClocks At(RunClocks? before, RunClock running, DateTimeOffset now)
    {
        if (before is null || before.Running == running)
        {
            return before ?? new RunClocks { Running = running, Since = now };
        }

        // A clock of the machine that was set back takes nothing away.
        var passed = Math.Max(0, (long)(now - before.Since).TotalSeconds);
        return before with
        {
            Running = running,
            Since = now,
            ActiveSeconds = before.ActiveSeconds + (before.Running == RunClock.Active ? passed : 0),
            PausedSeconds = before.PausedSeconds + (before.Running == RunClock.Paused ? passed : 0),
            WaitingSeconds = before.WaitingSeconds + (before.Running == RunClock.Waiting ? passed : 0),
        };
    }

    private TimeSpan Shown(long seconds, RunClock clock, DateTimeOffset now) =>
        TimeSpan.FromSeconds(seconds) + (Running == clock && now > Since ? now - Since : TimeSpan.Zero);
}
