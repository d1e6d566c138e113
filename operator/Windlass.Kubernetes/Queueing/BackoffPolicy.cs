namespace Windlass.Kubernetes.Queueing;

/// <summary>Exponential delays per key.</summary>
public sealed record BackoffPolicy
{
    /// <summary>Delay after the first failure, default 1 s.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest delay, default 5 min.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The delay after so many failures, counted from 1.</summary>
    public TimeSpan After(int failures)
    {
        var ticks = First.Ticks * Math.Pow(2, Math.Max(0, failures - 1));
        return ticks >= Longest.Ticks ? Longest : TimeSpan.FromTicks((long)ticks);
    }
}
