namespace Windlass.Kubernetes.Watching;

/// <summary>Delays between failed tries: 800 ms doubling to 30 s, full jitter, from the start again after 2 minutes without failure.</summary>
internal sealed class ReflectorBackoff(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Healthy = TimeSpan.FromMinutes(2);
    private int failures;
    private long lastFailure;

    public TimeSpan Next()
    {
        if (failures > 0 && time.GetElapsedTime(lastFailure) > Longest + Healthy)
        {
            failures = 0;
        }

        lastFailure = time.GetTimestamp();
        var ceiling = Math.Min(First.TotalMilliseconds * Math.Pow(2, failures++), Longest.TotalMilliseconds);

        // Not quite from zero: a herd of stores is spread, yet none of them spins.
        return TimeSpan.FromMilliseconds(Math.Max(50, ceiling * Random.Shared.NextDouble()));
    }
}
