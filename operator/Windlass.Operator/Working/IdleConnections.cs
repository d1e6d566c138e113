using System.Collections.Concurrent;
using Windlass.Kubernetes.Api;

namespace Windlass.Operator.Working;

/// <summary>
/// Which nodes keep their connection between two pieces of work. Each one is a process here and one there: a few dozen spare a
/// small cloud from connecting again and again, thousands would not fit.
/// </summary>
internal sealed class IdleConnections
{
    private const int Most = 32;

    private readonly ConcurrentDictionary<ResourceKey, bool> _kept = new();

    /// <summary>May this node keep its connection?</summary>
    public bool Keep(ResourceKey node) => _kept.ContainsKey(node) || (_kept.Count < Most && _kept.TryAdd(node, true));

    /// <summary>Its place is free for another one.</summary>
    public void Drop(ResourceKey node) => _kept.TryRemove(node, out _);
}
