using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Windlass.Operator.Metrics;

/// <summary>Whether the operator has seen enough of the cluster to work: every cache it expects has been filled once. Thread-safe.</summary>
public sealed class CacheReadiness
{
    private readonly ConcurrentDictionary<string, bool> _caches = new(StringComparer.Ordinal);

    /// <summary>The operator is not ready until this cache is filled.</summary>
    /// <param name="cache">Name of the cache, usually a plural kind.</param>
    public void Expect(string cache) => _caches.TryAdd(cache, false);

    /// <summary>The cache holds a whole list.</summary>
    /// <param name="cache">Name of the cache.</param>
    public void Synced(string cache) => _caches[cache] = true;

    /// <summary>Caches that are not filled, one sentence each; none: ready.</summary>
    internal ImmutableArray<string> Problems() =>
    [
        .. _caches.Where(cache => !cache.Value).Select(cache => cache.Key).Order(StringComparer.Ordinal).Select(cache => $"{cache} not synced yet"),
    ];
}
