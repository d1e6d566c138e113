using System.Collections.Concurrent;
using Windlass.Kubernetes.Api;

namespace Windlass.Operator.Working;

/// <summary>
/// Which nodes keep their connection between two pieces of work. Each one is a process here and one there: a few dozen spare a
/// small cloud from connecting again and again, thousands would not fit.
/// </summary>
internal sealed class IdleConnections
{
    /// <summary>Nodes that may keep theirs only because there is room.</summary>
    public const int Room = 32;

    /// <summary>After an upgrade its nodes are looked at a few times more; and an upgrade often comes right after the declaration of its nodes.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<ResourceKey, DateTimeOffset> _used = new();
    private readonly ConcurrentDictionary<ResourceKey, bool> _met = new();

    /// <summary>The node is gone.</summary>
    public void Forget(ResourceKey node)
    {
        _used.TryRemove(node, out _);
        _met.TryRemove(node, out _);
    }

    /// <summary>An upgrade goes on and this node is asked on behalf of others too: it keeps its connection.</summary>
    public void Use(ResourceKey node, DateTimeOffset now) => _used[node] = now;

    /// <summary>An upgrade goes on: may this node keep its connection until its turn comes?</summary>
    public bool KeepForItsTurn(ResourceKey node, DateTimeOffset now)
    {
        if (!_used.ContainsKey(node) && _used.Count >= Room)
        {
            return false;
        }

        _used[node] = now;
        return true;
    }

    /// <summary>No upgrade goes on: is it too early to let go?</summary>
    public bool KeepAfterwards(ResourceKey node, DateTimeOffset now)
    {
        if (_met.TryAdd(node, true) && !_used.ContainsKey(node))
        {
            return KeepForItsTurn(node, now);
        }

        if (_used.TryGetValue(node, out var last) && now - last < Linger)
        {
            return true;
        }

        _used.TryRemove(node, out _);
        return false;
    }
}
