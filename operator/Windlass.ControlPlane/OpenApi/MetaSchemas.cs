using System.Text.Json.Nodes;
using static Windlass.ControlPlane.OpenApi.SchemaSketch;

namespace Windlass.ControlPlane.OpenApi;

/// <summary>What all objects share.</summary>
internal static class MetaSchemas
{
    public const string ObjectMetaName = $"{Package}ObjectMeta";

    private const string Package = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private const string OwnerReferenceName = $"{Package}OwnerReference";
    private const string ManagedFieldsEntryName = $"{Package}ManagedFieldsEntry";
    private const string FieldsName = $"{Package}FieldsV1";

    public static JsonObject ApiVersion() => Text("The versioned schema of this representation of the object: group/version.");

    public static JsonObject Kind() => Text("The kind of the object, in CamelCase. It cannot be changed.");

    /// <summary>The schemas that those of the kinds refer to, by name: kubectl explains a field's type by the last word of it.</summary>
    /// <param name="reference">Makes a reference to a name, in the notation of the document.</param>
    public static IEnumerable<KeyValuePair<string, JsonObject>> Shared(Func<string, JsonObject> reference) =>
    [
        new(ObjectMetaName, ObjectMeta(reference)),
        new(OwnerReferenceName, OwnerReference()),
        new(ManagedFieldsEntryName, ManagedFieldsEntry(reference)),
        new(FieldsName, Struct("The set of fields as a tree.")),
    ];

    private static JsonObject ObjectMeta(Func<string, JsonObject> reference) => Struct(
        "Metadata that every stored object has.",
        ("name", Text("Name of the object, unique in its namespace for its kind. It cannot be changed.")),
        ("generateName", Text("Prefix of a unique name that the server makes when name is empty.")),
        ("namespace", Text("The space within which the name is unique. It cannot be changed.")),
        ("labels", MapOf("Keys and values that selectors match.", Text("A label's value."))),
        ("annotations", MapOf("Keys and values for tools; not queryable.", Text("An annotation's value."))),
        ("finalizers", ListOf("Parties that must agree before a deleted object disappears.", Text("A finalizer's name."))),
        ("ownerReferences", ListOf("Objects this one depends on; without them it is garbage.", reference(OwnerReferenceName))),
        ("uid", Text("Unique over time and space; set by the server.")),
        ("resourceVersion", Text("Version of the stored object, opaque; for optimistic locking and watches.")),
        ("generation", Whole("Counts changes of the desired state; set by the server.", "int64")),
        ("creationTimestamp", Time("When the server created the object.")),
        ("deletionTimestamp", Time("When the deletion was asked for; set by the server.")),
        ("deletionGracePeriodSeconds", Whole("Seconds this object may take to end before it is removed.", "int64")),
        ("managedFields", ListOf("Which field manager owns which fields; kept by the server.", reference(ManagedFieldsEntryName))),
        ("selfLink", Text("Deprecated and never set.")));

    private static JsonObject OwnerReference()
    {
        var schema = Struct(
            "Enough to identify an owner in the same namespace or in the cluster.",
            ("apiVersion", Text("API version of the owner.")),
            ("kind", Text("Kind of the owner.")),
            ("name", Text("Name of the owner.")),
            ("uid", Text("UID of the owner.")),
            ("controller", Flag("True when this owner manages the object; at most one does.")),
            ("blockOwnerDeletion", Flag("True when the owner cannot go in the foreground before this object.")));
        schema["required"] = new JsonArray("apiVersion", "kind", "name", "uid");
        return schema;
    }

    private static JsonObject ManagedFieldsEntry(Func<string, JsonObject> reference) => Struct(
        "The fields of one manager.",
        ("manager", Text("Name of the manager.")),
        ("operation", Text("Apply or Update.")),
        ("apiVersion", Text("Version of the object that the fields belong to.")),
        ("time", Time("When the entry last changed.")),
        ("fieldsType", Text("Always FieldsV1.")),
        ("fieldsV1", Described(reference(FieldsName), "The set of fields as a tree.")),
        ("subresource", Text("Subresource through which the manager wrote; empty for the main one.")));

    private static JsonObject Described(JsonObject reference, string description)
    {
        reference["description"] = description;
        return reference;
    }
}
