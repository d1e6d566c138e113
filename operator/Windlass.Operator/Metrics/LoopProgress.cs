using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Windlass.Operator.Metrics;

/// <summary>
/// Whether the operator's loops still turn. A loop counts from the moment it is expected, so that one that never starts is noticed too. Thread-safe.
/// </summary>
/// <param name="time">Measures how long ago a loop turned.</param>
/// <param name="tolerance">A loop that has not turned for longer hangs.</param>
public sealed class LoopProgress(TimeProvider time, TimeSpan tolerance)
{
    private readonly ConcurrentDictionary<string, long> _turned = new(StringComparer.Ordinal);

    /// <summary>The loop has turned, or is expected to turn from now on.</summary>
    /// <param name="loop">Name of the loop, for people.</param>
    public void Turned(string loop) => _turned[loop] = time.GetTimestamp();

    /// <summary>The loop has ended on purpose.</summary>
    /// <param name="loop">Name of the loop.</param>
    public void Ended(string loop) => _turned.TryRemove(loop, out _);

    /// <summary>Loops that hang, one sentence each; none: all is well.</summary>
    internal ImmutableArray<string> Problems() =>
    [
        .. _turned
            .Select(loop => (loop.Key, Age: time.GetElapsedTime(loop.Value)))
            .Where(loop => loop.Age > tolerance)
            .OrderBy(loop => loop.Key, StringComparer.Ordinal)
            .Select(loop => $"{loop.Key} has not turned for {loop.Age.TotalSeconds:0} s"),
    ];
}
