using System.Collections.Concurrent;
using Windlass.Core.Observation;
using Windlass.Kubernetes.Api;

namespace Windlass.Operator.Working;

/// <summary>
/// What was seen of a node when its last command had ended, or before a step on its load balancers, which changes nothing there: the pass
/// after it looks at the load balancers anew and takes this for the node.
/// Good for one pass, and for a short time only: people work on nodes too.
/// </summary>
internal sealed class RecentLooks
{
    /// <summary>A drain and a return into rotation take about a second; a look that is older is taken again.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<ResourceKey, NodeObservation> _looks = new();

    public void Keep(ResourceKey node, NodeObservation observation) => _looks[node] = observation;

    /// <summary>Others have worked on the node since.</summary>
    public void Forget(ResourceKey node) => _looks.TryRemove(node, out _);

    /// <summary>Null: look.</summary>
    public NodeObservation? Take(ResourceKey node, DateTimeOffset now) =>
        _looks.TryRemove(node, out var look) && now - look.TakenAt is var age && age >= TimeSpan.Zero && age < GoodFor ? look : null;
}
