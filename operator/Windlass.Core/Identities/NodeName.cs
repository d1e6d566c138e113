using System.Text.Json.Serialization;

namespace Windlass.Core.Identities;

/// <summary>Name of a <c>ClusterNode</c>: one machine of the cluster.</summary>
/// <param name="Value">A DNS-1123 subdomain.</param>
[JsonConverter(typeof(NodeNameJsonConverter))]
public readonly record struct NodeName(string Value) : IComparable<NodeName>
{
    /// <inheritdoc/>
    public int CompareTo(NodeName other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
