using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Windlass.ControlPlane.Schema;

/// <summary>One level of a structural schema, parsed. Null bounds are absent bounds.</summary>
internal sealed record SchemaNode
{
    /// <summary>Null when the schema leaves the type open (int-or-string, or unknown fields preserved).</summary>
    public JsonShape? Type { get; init; }
    public string? Format { get; init; }
    public FrozenDictionary<string, SchemaNode> Properties { get; init; } = FrozenDictionary<string, SchemaNode>.Empty;
    public ImmutableArray<string> Required { get; init; } = [];
    /// <summary>Schema of the values of a free map; null when only declared properties are known.</summary>
    public SchemaNode? AdditionalProperties { get; init; }
    public SchemaNode? Items { get; init; }
    public ImmutableArray<JsonNode?> Enum { get; init; } = [];
    public Regex? Pattern { get; init; }
    /// <summary>The pattern as written, for messages.</summary>
    public string? PatternText { get; init; }
    public decimal? Minimum { get; init; }
    public decimal? Maximum { get; init; }
    public bool ExclusiveMinimum { get; init; }
    public bool ExclusiveMaximum { get; init; }
    public decimal? MultipleOf { get; init; }
    /// <summary>Bounds of strings, in Unicode code points.</summary>
    public long? MinLength { get; init; }
    public long? MaxLength { get; init; }
    public long? MinItems { get; init; }
    public long? MaxItems { get; init; }
    public long? MinProperties { get; init; }
    public long? MaxProperties { get; init; }
    public JsonNode? Default { get; init; }
    public bool HasDefault { get; init; }
    public bool Nullable { get; init; }
    public bool IntOrString { get; init; }
    public bool PreserveUnknown { get; init; }
    public ListKind ListKind { get; init; }
    public ImmutableArray<string> ListMapKeys { get; init; } = [];
    /// <summary>True when the whole map has one owner (x-kubernetes-map-type: atomic).</summary>
    public bool AtomicMap { get; init; }
    public ImmutableArray<ValidationRule> Rules { get; init; } = [];

    /// <summary>The schema of a member of an object of this schema; null when nothing is known about it.</summary>
    public SchemaNode? Member(string name) => Properties.GetValueOrDefault(name) ?? AdditionalProperties;
}
