using System.Collections.Immutable;
using System.Text;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Allowances;
using Windlass.Nodes;
using Windlass.Operator.Working;

namespace Windlass.Operator.NodePolicies;

/// <summary>What a node's administrator allows windlass to do there, as a file for the node.</summary>
internal static class AllowList
{
    private static readonly ImmutableArray<(string Word, string Meaning)> Sections =
    [
        ("step", "Steps. Take out what this node must not do."),
        ("repository", "The APT source that is written, with the SHA-256 of the file and of its key: packages come from there."),
        ("supersedes", "Older APT sources that are moved aside."),
        ("source", "Source packages whose binaries may be installed, and whose units may be stopped and started."),
        ("new", "Packages that may be installed although the node does not have them yet."),
        ("removable", "Packages that may be removed where new ones need it."),
        ("unit", "Units of other packages that may be stopped and started."),
        ("schema", "Commands that move databases: when, as whom, what."),
        ("check", "Upgrade checks of the new packages, unpacked aside: as whom, what."),
        ("configure", "Runs of configuration management, as root."),
        ("ask", "Commands that only look, as root: what gates read."),
        ("socket", "HAProxy's sockets, for reading and for setting the servers of backends."),
        ("backend", "HAProxy's backends whose servers may be drained and given back."),
    ];

    /// <summary>The file.</summary>
    /// <param name="releases">Releases that the node may be brought to.</param>
    /// <param name="upgrades">Upgrades, for what they ask besides.</param>
    /// <param name="nodes">The node, or all of them: whose HAProxy is at hand, and whose roles run what.</param>
    public static string Text(ImmutableArray<ClusterRelease> releases, ImmutableArray<ClusterUpgrade> upgrades, ImmutableArray<ClusterNode> nodes)
    {
        var roles = nodes.SelectMany(node => node.Spec.Roles).ToImmutableHashSet();
        var sockets = nodes.Select(node => node.Spec.Haproxy).OfType<NodeHAProxy>()
            .SelectMany(haproxy => (IEnumerable<string>)[$"socket {haproxy.Socket}", $"socket {LoadBalancerPool.MasterSocket}"]).ToArray();
        var lines = releases.SelectMany(release => ReleaseAllowances.Of(release.Spec, roles)).Concat(upgrades.SelectMany(upgrade => ReleaseAllowances.Of(upgrade.Spec)))
            .Where(line => sockets.Length > 0 || !line.StartsWith("backend ", StringComparison.Ordinal))
            .Concat(sockets).Distinct().ToLookup(line => line[..line.IndexOf(' ', StringComparison.Ordinal)]);
        var text = new StringBuilder($"""
            # {NodeWrapper.PolicyPath}: what {NodeWrapper.Path} does on this node when windlass orders it. Written by `windlass node-policy allow-list`
            # for {string.Join(", ", releases.Select(release => "ClusterRelease " + release.Metadata.Name).Concat(upgrades.Select(upgrade => "ClusterUpgrade " + upgrade.Metadata.Name)))}
            # and {(nodes.Length == 1 ? nodes[0].Metadata.Name : $"all of {nodes.Length} nodes")}. Owner root, mode 644. Lines are compared whole; what is not here is refused.

            """);
        foreach (var (word, meaning) in Sections.Where(section => lines.Contains(section.Word)))
        {
            text.Append("\n# ").Append(meaning).Append('\n').AppendJoin('\n', lines[word]).Append('\n');
        }

        return text.ToString();
    }
}
