using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Schema;

/// <summary>
/// The schema of one served version: fills defaults, drops unknown fields, and says what is wrong. Immutable and safe to share between threads.
/// </summary>
internal sealed class StructuralSchema
{
    private StructuralSchema(SchemaNode root, JsonObject source, bool hasRules, bool hasStatus)
    {
        Root = root;
        Source = source;
        HasRules = hasRules;
        HasStatus = hasStatus;
    }

    /// <summary>The parsed schema, with apiVersion, kind and metadata always declared at the root.</summary>
    public SchemaNode Root { get; }

    /// <summary>The schema as the definition wrote it, for documentation. Never change it.</summary>
    public JsonObject Source { get; }

    /// <summary>True when any level carries validation rules; the real server words some errors differently then.</summary>
    public bool HasRules { get; }

    /// <summary>True when status is written through its own subresource, so that nobody owns it through the main resource.</summary>
    public bool HasStatus { get; }

    /// <exception cref="InvalidDefinitionException">The schema uses a keyword or a rule that this server does not evaluate.</exception>
    public static StructuralSchema Parse(JsonObject openApiV3Schema, bool hasStatus = false)
    {
        var parsed = SchemaParser.ParseRoot(openApiV3Schema);
        return new StructuralSchema(parsed, (JsonObject)openApiV3Schema.DeepClone(), SchemaWalk.AnyRule(parsed), hasStatus);
    }

    /// <summary>Fills absent fields with their defaults, in place, and drops nulls where the schema allows no null.</summary>
    public void ApplyDefaults(JsonObject root) => SchemaDefaults.Apply(Root, root);

    /// <summary>Removes fields that the schema does not know, in place.</summary>
    /// <returns>Their dotted paths, metadata's first and then in ordinal order, as the real server lists them.</returns>
    public ImmutableArray<string> Prune(JsonObject root) => SchemaPruning.Prune(Root, root);

    /// <param name="root">The whole object, defaults already filled.</param>
    /// <param name="old">The stored object on update: what was invalid and did not change is tolerated, and transition rules see it. Null on
    /// create.</param>
    /// <returns>Empty when the object is valid.</returns>
    public ImmutableArray<FieldError> Validate(JsonObject root, JsonObject? old) => SchemaValidator.Validate(this, root, old);
}
