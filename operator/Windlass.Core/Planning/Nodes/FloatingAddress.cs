namespace Windlass.Core.Planning.Nodes;

/// <summary>Tells whether a node holds a floating (virtual) address, by the only evidence that needs no configuration: the node has it.</summary>
internal static class FloatingAddress
{
    /// <summary>
    /// An address in the same /24 (or IPv6 /64) as the node's own that is not its own. A false positive costs nothing but its
    /// place in the order: such a node goes last.
    /// </summary>
    public static bool IsHeldBy(NodeView view)
    {
        var own = view.Spec.Address;
        var network = own[..(Math.Max(own.LastIndexOf('.'), own.LastIndexOf(':')) + 1)];
        return network.Length > 0
            && view.Spec.Haproxy is not null
            && view.Observation.Machine.Addresses.Any(address => address != own && address.StartsWith(network, StringComparison.OrdinalIgnoreCase));
    }
}
