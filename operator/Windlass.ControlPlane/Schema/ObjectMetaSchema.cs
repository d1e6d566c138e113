using System.Collections.Frozen;

namespace Windlass.ControlPlane.Schema;

/// <summary>metav1.ObjectMeta, which no definition describes: which fields exist and how its lists merge.</summary>
internal static class ObjectMetaSchema
{
    private static readonly SchemaNode Text = new() { Type = JsonShape.String };
    private static readonly SchemaNode Number = new() { Type = JsonShape.Integer };
    private static readonly SchemaNode Flag = new() { Type = JsonShape.Boolean };
    private static readonly SchemaNode Time = new() { Type = JsonShape.String, Format = "date-time", Nullable = true };
    private static readonly SchemaNode TextMap = new() { Type = JsonShape.Object, AdditionalProperties = Text };

    private static readonly SchemaNode OwnerReference = Struct(
        ["apiVersion", "kind", "name", "uid"],
        ("apiVersion", Text), ("kind", Text), ("name", Text), ("uid", Text), ("controller", Flag), ("blockOwnerDeletion", Flag))
        with { AtomicMap = true };

    private static readonly SchemaNode ManagedFieldsEntry = Struct(
        [],
        ("manager", Text), ("operation", Text), ("apiVersion", Text), ("time", Time), ("fieldsType", Text), ("subresource", Text),
        ("fieldsV1", new SchemaNode { Type = JsonShape.Object, PreserveUnknown = true }));

    public static SchemaNode Root { get; } = Struct(
        [],
        ("name", Text),
        ("generateName", Text),
        ("namespace", Text),
        ("selfLink", Text),
        ("uid", Text),
        ("resourceVersion", Text),
        ("generation", Number),
        ("creationTimestamp", Time),
        ("deletionTimestamp", Time),
        ("deletionGracePeriodSeconds", Number),
        ("labels", TextMap),
        ("annotations", TextMap),
        ("finalizers", new SchemaNode { Type = JsonShape.Array, Items = Text, ListKind = ListKind.Set }),
        ("ownerReferences", new SchemaNode { Type = JsonShape.Array, Items = OwnerReference, ListKind = ListKind.Map, ListMapKeys = ["uid"] }),
        ("managedFields", new SchemaNode { Type = JsonShape.Array, Items = ManagedFieldsEntry }));

    /// <summary>
    /// What is known of an object whose schema is not: its identity and metadata; the rest is kept, maps granular and lists atomic.
    /// </summary>
    public static SchemaNode Untyped { get; } = Struct([], ("apiVersion", Text), ("kind", Text), ("metadata", Root)) with { PreserveUnknown = true };

    /// <summary>Puts apiVersion, kind and metadata where every object has them.</summary>
    public static SchemaNode Complete(SchemaNode root)
    {
        var members = new Dictionary<string, SchemaNode>(root.Properties) { ["apiVersion"] = Text, ["kind"] = Text, ["metadata"] = Root };
        return root with { Properties = members.ToFrozenDictionary(StringComparer.Ordinal) };
    }

    private static SchemaNode Struct(string[] required, params (string Name, SchemaNode Schema)[] members) => new()
    {
        Type = JsonShape.Object,
        Required = [.. required],
        Properties = members.ToFrozenDictionary(member => member.Name, member => member.Schema, StringComparer.Ordinal),
    };
}
