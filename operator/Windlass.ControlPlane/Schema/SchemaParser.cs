using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Schema;

/// <summary>Reads an openAPIV3Schema. A keyword it does not know is refused rather than ignored.</summary>
internal sealed class SchemaParser
{
    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
    [
        "type", "format", "properties", "required", "additionalProperties", "items", "enum", "pattern", "minimum", "maximum", "exclusiveMinimum",
        "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
        "default",
        "nullable", "description", "title", "example", "externalDocs", "anyOf", "x-kubernetes-int-or-string", "x-kubernetes-list-type",
        "x-kubernetes-list-map-keys", "x-kubernetes-map-type", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-validations",
    ]);

    private static readonly FrozenSet<string> Formats = FrozenSet.ToFrozenSet(["date-time", "byte", "int32", "int64", "float", "double"]);

    private readonly JsonObject source;
    private readonly string place;

    private SchemaParser(JsonObject source, string place)
    {
        this.source = source;
        this.place = place;
    }

    /// <exception cref="InvalidDefinitionException">Something in the schema is not understood.</exception>
    public static SchemaNode ParseRoot(JsonObject schema)
    {
        var root = Parse(schema, "openAPIV3Schema");
        if (root.Type != JsonShape.Object)
            throw new InvalidDefinitionException("openAPIV3Schema.type: must be object at the root");
        return ObjectMetaSchema.Complete(root);
    }

    private static SchemaNode Parse(JsonNode? node, string place)
    {
        if (node is not JsonObject source)
            throw new InvalidDefinitionException($"{place}: a schema must be an object");
        return new SchemaParser(source, place).Build();
    }

    private SchemaNode Build()
    {
        RefuseUnknownKeywords();
        var isIntOrString = Flag("x-kubernetes-int-or-string");
        if (source.ContainsKey("anyOf") && !isIntOrString)
            throw Refuse("anyOf", "is only understood beside x-kubernetes-int-or-string");
        if (Flag("uniqueItems"))
            throw Refuse("uniqueItems", "must not be true; use x-kubernetes-list-type: set");
        var node = WithBounds(Structure(isIntOrString));
        return Checked(node with { Rules = ValidationRuleParser.Parse(source["x-kubernetes-validations"], node, place) });
    }

    private SchemaNode Structure(bool isIntOrString) => new()
    {
        Type = ReadType(isIntOrString),
        Format = ReadFormat(),
        Properties = ReadProperties(),
        Required = ReadTexts("required"),
        AdditionalProperties = ReadAdditional(),
        Items = source["items"] is { } items ? Parse(items, $"{place}.items") : null,
        Default = source["default"]?.DeepClone(),
        HasDefault = source.ContainsKey("default"),
        Nullable = Flag("nullable"),
        IntOrString = isIntOrString,
        PreserveUnknown = Flag("x-kubernetes-preserve-unknown-fields"),
        ListKind = ReadListKind(),
        ListMapKeys = ReadTexts("x-kubernetes-list-map-keys"),
        AtomicMap = JsonFacts.Text(source["x-kubernetes-map-type"]) == "atomic",
    };

    private SchemaNode WithBounds(SchemaNode node) => node with
    {
        Enum = source["enum"] is JsonArray values ? [.. values.Select(value => value?.DeepClone())] : [],
        Pattern = JsonFacts.Text(source["pattern"]) is { } pattern ? GoPattern.Parse(pattern, $"{place}.pattern") : null,
        PatternText = JsonFacts.Text(source["pattern"]),
        Minimum = JsonFacts.Number(source["minimum"]),
        Maximum = JsonFacts.Number(source["maximum"]),
        ExclusiveMinimum = Flag("exclusiveMinimum"),
        ExclusiveMaximum = Flag("exclusiveMaximum"),
        MultipleOf = JsonFacts.Number(source["multipleOf"]),
        MinLength = Bound("minLength"),
        MaxLength = Bound("maxLength"),
        MinItems = Bound("minItems"),
        MaxItems = Bound("maxItems"),
        MinProperties = Bound("minProperties"),
        MaxProperties = Bound("maxProperties"),
    };

    private SchemaNode Checked(SchemaNode node)
    {
        if (node.Type is null && !node.IntOrString && !node.PreserveUnknown)
            throw Refuse("type", "must be given");
        if (node.Type == JsonShape.Array && node.Items is null)
            throw Refuse("items", "must be given for an array");
        if (node.ListKind == ListKind.Map && (node.ListMapKeys.IsEmpty || node.Items?.Type != JsonShape.Object))
            throw Refuse("x-kubernetes-list-map-keys", "must be given, with items of type object, for a list of type map");
        if (node.Properties.Count > 0 && node.AdditionalProperties is not null)
            throw Refuse("additionalProperties", "is mutually exclusive with properties");
        return node;
    }

    private void RefuseUnknownKeywords()
    {
        foreach (var (keyword, _) in source)
        {
            if (!Known.Contains(keyword))
                throw Refuse(keyword, "is a keyword this server does not evaluate");
        }
    }

    private JsonShape? ReadType(bool isIntOrString) => JsonFacts.Text(source["type"]) switch
    {
        null => null,
        "object" => JsonShape.Object,
        "array" => JsonShape.Array,
        "string" => JsonShape.String,
        "integer" => JsonShape.Integer,
        "number" => JsonShape.Number,
        "boolean" => JsonShape.Boolean,
        var other => throw Refuse("type", $"unknown type {JsonFacts.Quote(other)}{(isIntOrString ? " beside x-kubernetes-int-or-string" : "")}"),
    };

    private string? ReadFormat()
    {
        var format = JsonFacts.Text(source["format"]);
        return format is null || Formats.Contains(format)
            ? format
            : throw Refuse("format", $"{JsonFacts.Quote(format)} is a format this server does not evaluate");
    }

    private FrozenDictionary<string, SchemaNode> ReadProperties()
    {
        if (source["properties"] is not JsonObject members)
            return FrozenDictionary<string, SchemaNode>.Empty;
        return members.ToFrozenDictionary(
            member => member.Key, member => Parse(member.Value, $"{place}.properties[{member.Key}]"), StringComparer.Ordinal);
    }

    private SchemaNode? ReadAdditional() => source["additionalProperties"] switch
    {
        null => null,
        JsonObject schema => Parse(schema, $"{place}.additionalProperties"),
        var flag when JsonFacts.Flag(flag) == true => new SchemaNode { PreserveUnknown = true, Nullable = true },
        _ => throw Refuse("additionalProperties", "must be a schema or true"),
    };

    private ImmutableArray<string> ReadTexts(string keyword)
    {
        if (source[keyword] is not JsonArray values)
            return [];
        return [.. values.Select(value => JsonFacts.Text(value) ?? throw Refuse(keyword, "must be a list of strings"))];
    }

    private ListKind ReadListKind() => JsonFacts.Text(source["x-kubernetes-list-type"]) switch
    {
        null or "atomic" => ListKind.Atomic,
        "set" => ListKind.Set,
        "map" => ListKind.Map,
        var other => throw Refuse("x-kubernetes-list-type", $"unknown list type {JsonFacts.Quote(other)}"),
    };

    private bool Flag(string keyword) => JsonFacts.Flag(source[keyword]) ?? false;

    private long? Bound(string keyword) =>
        source[keyword] is null ? null : JsonFacts.Whole(source[keyword]) ?? throw Refuse(keyword, "must be an integer");

    private InvalidDefinitionException Refuse(string keyword, string why) => new($"{place}.{keyword}: {why}");
}
