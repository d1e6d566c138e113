using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Upgrades;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>Which nodes people want an upgrade to take.</summary>
public static class NodeSelection
{
    /// <summary>The node is not suspended, and has every label of <c>spec.nodeSelector</c>.</summary>
    /// <param name="spec">The upgrade.</param>
    /// <param name="node">The node.</param>
    public static bool Takes(ClusterUpgradeSpec spec, ClusterNode node) =>
        !node.Spec.Suspended && HasLabels(spec.NodeSelector, node);

    /// <summary>The node has every one of these labels.</summary>
    internal static bool HasLabels(ImmutableSortedDictionary<string, string> labels, ClusterNode node) => labels.IsEmpty || labels.All(wanted => HasLabel(node.Metadata, wanted));

    private static bool HasLabel(ObjectMeta metadata, KeyValuePair<string, string> wanted) =>
        metadata.Labels is { } labels && labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value;
}
