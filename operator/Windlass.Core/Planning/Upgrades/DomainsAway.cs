using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>
/// Failure domains that have nodes away, by role: of a role that keeps to one at a time, no node of another may go. People ask for it for the first
/// role of nodes, a release for any of their roles. A stalled node holds no place in a window, but it may be down, so it holds its domain. Not thread-safe.
/// </summary>
/// <param name="release">The target.</param>
/// <param name="strategy">What people want.</param>
internal sealed class DomainsAway(ClusterReleaseSpec release, UpgradeStrategy strategy)
{
    private readonly Dictionary<string, bool> _isBound = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<NodeSlot>> _away = new(StringComparer.Ordinal);

    /// <summary>Why some node does not begin until a person helps; null: no stalled node is in anybody's way.</summary>
    public string? Hold { get; private set; }

    /// <summary>It must not be away together with nodes of other failure domains.</summary>
    public bool IsBound(NodeSlot slot) => Bound(slot).Any();

    /// <summary>It is away, or settles.</summary>
    public void Add(NodeSlot slot)
    {
        foreach (var role in Bound(slot))
        {
            if (!_away.TryGetValue(role, out var nodes))
            {
                _away.Add(role, nodes = []);
            }

            // One of each domain says it all; a stalled one can be named.
            if (slot.Stalled is not null || nodes.TrueForAll(other => other.Spec.FailureDomain != slot.Spec.FailureDomain))
            {
                nodes.Add(slot);
            }
        }
    }

    /// <summary>No node is away that it must not be away together with.</summary>
    public bool Admits(NodeSlot slot)
    {
        foreach (var role in Bound(slot))
        {
            if (_away.TryGetValue(role, out var nodes) && nodes.Find(other => other.Spec.FailureDomain != slot.Spec.FailureDomain) is { } one)
            {
                Tell(role, nodes.Find(other => other.Stalled is not null && other.Spec.FailureDomain != slot.Spec.FailureDomain) ?? one);
                return false;
            }
        }

        return true;
    }

    private void Tell(string role, NodeSlot inTheWay)
    {
        if (Hold is null && inTheWay.Stalled is not null)
        {
            Hold = $"no node with the role {role} outside failure domain {Domain(inTheWay)} begins while {inTheWay.Name} is stalled: heal it, or set suspended in its ClusterNode when nothing is missed there";
        }
    }

    private static string Domain(NodeSlot slot) => slot.Spec.FailureDomain.Length == 0 ? "\"\"" : slot.Spec.FailureDomain;

    private IEnumerable<string> Bound(NodeSlot slot)
    {
        for (var i = 0; i < slot.Spec.Roles.Length; i++)
        {
            var role = slot.Spec.Roles[i];
            if (IsOneFailureDomain(role) || (i == 0 && strategy.Satellites.GetValueOrDefault(role) is { PerFailureDomain: true }))
            {
                yield return role;
            }
        }
    }

    private bool IsOneFailureDomain(string role)
    {
        if (!_isBound.TryGetValue(role, out var isBound))
        {
            _isBound.Add(role, isBound = SatellitePolicy.IsOneFailureDomain(release, role));
        }

        return isBound;
    }
}
