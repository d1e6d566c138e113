namespace Windlass.Operator.Metrics;

/// <summary>
/// A hard cap on series, so that a label with too many values can neither fill our memory nor Prometheus's. Refusals are counted. Thread-safe.
/// </summary>
/// <param name="limit">How many series there may be at once.</param>
internal sealed class SeriesBudget(int limit)
{
    private int _taken;
    private long _refused;

    /// <summary>Measurements that found no room.</summary>
    internal long Refused => Interlocked.Read(ref _refused);

    internal bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= limit)
        {
            return true;
        }

        Interlocked.Decrement(ref _taken);
        Interlocked.Increment(ref _refused);
        return false;
    }

    internal void Return() => Interlocked.Decrement(ref _taken);
}
