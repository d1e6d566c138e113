using System.Collections.Immutable;

namespace Windlass.Kubernetes.Configuration;

/// <summary>A YAML value without its presentation. Closed: every case is nested here.</summary>
internal abstract record ConfigNode
{
    private ConfigNode()
    {
    }

    /// <summary>Text; <paramref name="Plain"/> says that it was not quoted, so that <c>null</c> and <c>~</c> mean nothing at all.</summary>
    public sealed record Scalar(string Text, bool Plain) : ConfigNode;

    public sealed record Sequence(ImmutableArray<ConfigNode> Elements) : ConfigNode;

    public sealed record Mapping(ImmutableDictionary<string, ConfigNode> Fields) : ConfigNode;

    /// <summary>A field of a mapping; null when absent or when this is no mapping.</summary>
    public ConfigNode? this[string field] => this is Mapping map && map.Fields.TryGetValue(field, out var node) ? node : null;

    /// <summary>The items of a sequence; none for anything else.</summary>
    public ImmutableArray<ConfigNode> Items => this is Sequence sequence ? sequence.Elements : [];

    /// <summary>Text of a field; null when it is absent, empty or null.</summary>
    public string? TextOf(string field) => this[field] switch
    {
        Scalar { Plain: true, Text: "" or "~" or "null" or "Null" or "NULL" } => null,
        Scalar { Text: "" } => null,
        Scalar scalar => scalar.Text,
        _ => null,
    };

    /// <summary>Truth of a field; false when it is absent.</summary>
    public bool IsTrue(string field) => TextOf(field) is { } text && text.Equals("true", StringComparison.OrdinalIgnoreCase);
}
