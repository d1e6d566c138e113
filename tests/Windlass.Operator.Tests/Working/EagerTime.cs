namespace Windlass.Operator.Tests.Working;

/// <summary>A clock on which waiting takes no time: every timer is due at once, and the clock has moved on by what was waited for.</summary>
internal sealed class EagerTime : TimeProvider
{
    private readonly Lock _gate = new();
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            // Two looks never see the same moment: what is later is told apart.
            return _now = _now.AddMilliseconds(1);
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public void Pass(TimeSpan by)
    {
        lock (_gate)
        {
            _now += by;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
        {
            Pass(dueTime);
        }

        return System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
