namespace Windlass.Core.Identities;

/// <summary>
/// Travels with every step; a node refuses a step whose fence is lower than one it has seen, so that a replica that was replaced while it slept
/// can do no harm. It never decreases over the life of a node, whatever happens to leases, clocks, replicas and versions, by this rule:
/// <list type="number">
/// <item>Whoever takes a shard gets a token: more than its lease had, more than any lease of ours has, and at least the seconds since 2020. Leases of
/// versions in which the leader did everything are among them.</item>
/// <item>Before the first step on a node in the time of a token, the fence is claimed in the node's work order (<c>NodeUpgrade.status.fence</c>): the
/// token, or one more than the highest fence in any order of the node when that is more. In this order: the work order is read; the server
/// confirms our lease; the claim is written over the version that was read. So a claim of a successor is either seen, or makes ours fail; two holders
/// never have the same fence, though a lease be deleted by hand and clocks jump.</item>
/// <item>Every status of a work order is written over the version that was read, unless only others' fields have changed since. Who finds a higher
/// fence there than the one it claimed has been replaced, and leaves the node alone.</item>
/// <item>The node refuses what is lower than it has seen. Only when all objects are gone (a control plane made anew) and the clock runs behind the old
/// one is the rule of the node alone left: it refuses all until <c>/var/lib/windlass/fence</c> on it is removed by a person.</item>
/// </list>
/// </summary>
/// <param name="Value">Never decreases over the life of a node.</param>
public readonly record struct Fence(long Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
