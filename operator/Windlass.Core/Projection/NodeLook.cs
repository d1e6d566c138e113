using Windlass.Core.Api.Nodes;
using Windlass.Core.Observation;

namespace Windlass.Core.Projection;

/// <summary>One node as it was looked at. Closed: <see cref="Seen"/> or <see cref="Unseen"/>.</summary>
/// <param name="Node">Its declaration.</param>
public abstract record NodeLook(ClusterNode Node)
{
    /// <summary>It answered.</summary>
    /// <param name="Node">Its declaration.</param>
    /// <param name="Observation">What it told, the target's probes included.</param>
    public sealed record Seen(ClusterNode Node, NodeObservation Observation) : NodeLook(Node)
    {
        /// <summary>What its APT said about the target; null: it was not asked.</summary>
        public TargetResolution? Resolution { get; init; }
    }

    /// <summary>It did not.</summary>
    /// <param name="Node">Its declaration.</param>
    /// <param name="Message">Why, and what a person can do.</param>
    public sealed record Unseen(ClusterNode Node, string Message) : NodeLook(Node);
}
