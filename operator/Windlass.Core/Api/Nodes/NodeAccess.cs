namespace Windlass.Core.Api.Nodes;

/// <summary>What the account of a machine lets the operator do.</summary>
public enum NodeAccess
{
    /// <summary>A shell as root, by login or by sudo: the operator sends its scripts.</summary>
    Shell,

    /// <summary>Only the node's own wrapper, <c>windlass-node</c>, which takes orders and no scripts.</summary>
    Wrapper,
}
