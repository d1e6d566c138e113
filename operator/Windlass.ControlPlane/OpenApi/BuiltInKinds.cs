using System.Collections.Immutable;
using System.Text.Json.Nodes;
using static Windlass.ControlPlane.OpenApi.SchemaSketch;

namespace Windlass.ControlPlane.OpenApi;

/// <summary>The built-in kinds of this server, described as far as explain and client-side validation need it.</summary>
internal static class BuiltInKinds
{
    public static ImmutableArray<DescribedKind> All { get; } =
    [
        new(new("", "v1", "Namespace"), "namespaces", false, true, Namespace()),
        new(new("", "v1", "Secret"), "secrets", true, false, Secret()),
        new(new("", "v1", "ConfigMap"), "configmaps", true, false, ConfigMap()),
        new(new("", "v1", "Event"), "events", true, false, CoreEvent()),
        new(new("events.k8s.io", "v1", "Event"), "events", true, false, Event()),
        new(new("coordination.k8s.io", "v1", "Lease"), "leases", true, false, Lease()),
        new(new("apiextensions.k8s.io", "v1", "CustomResourceDefinition"), "customresourcedefinitions", false, true, CustomResourceDefinition()),
    ];

    private static JsonObject Namespace() => Struct(
        "A scope for names.",
        ("spec", Struct("What is wanted of the namespace.", ("finalizers", ListOf("What must be empty before the namespace goes.", Text("A finalizer's name."))))),
        ("status", Struct(
            "State of the namespace.",
            ("phase", Text("Active or Terminating.")),
            ("conditions", ListOf("Latest observations.", Open("A condition."))))));

    private static JsonObject Secret() => Struct(
        "Secret data; the sum of the values is at most 1 MiB.",
        ("type", Text("What the data is for, such as Opaque or kubernetes.io/ssh-auth.")),
        ("data", MapOf("Values in base64.", Bytes("A value in base64."))),
        ("stringData", MapOf("Write-only: values as text, which are put into data in base64.", Text("A value as text."))),
        ("immutable", Flag("True: the data can no longer be changed.")));

    private static JsonObject ConfigMap() => Struct(
        "Configuration data.",
        ("data", MapOf("Values as UTF-8 text.", Text("A value."))),
        ("binaryData", MapOf("Values in base64.", Bytes("A value in base64."))),
        ("immutable", Flag("True: the data can no longer be changed.")));

    private static JsonObject CoreEvent() => Struct(
        "A report of something that happened to an object. Events are kept for a limited time.",
        ("involvedObject", ObjectReference("The object the event is about.")),
        ("related", ObjectReference("Another object that has to do with it.")),
        ("reason", Text("Why, in one CamelCase word.")),
        ("message", Text("What happened, for people.")),
        ("type", Text("Normal or Warning.")),
        ("source", Struct("Who reports.", ("component", Text("Component.")), ("host", Text("Node.")))),
        ("count", Whole("How often it happened.")),
        ("firstTimestamp", Time("When it was first seen.")),
        ("lastTimestamp", Time("When it was last seen.")),
        ("eventTime", Time("When it was first seen, with microseconds.")),
        ("series", Series()),
        ("action", Text("What was done about it.")),
        ("reportingComponent", Text("The controller that reports.")),
        ("reportingInstance", Text("The instance of that controller.")));

    private static JsonObject Event() => Struct(
        "A report of something that happened to an object. Events are kept for a limited time.",
        ("regarding", ObjectReference("The object the event is about.")),
        ("related", ObjectReference("Another object that has to do with it.")),
        ("reason", Text("Why, in one CamelCase word.")),
        ("note", Text("What happened, for people; at most 1 KiB.")),
        ("type", Text("Normal or Warning.")),
        ("eventTime", Time("When it was first seen, with microseconds.")),
        ("series", Series()),
        ("action", Text("What was done about it.")),
        ("reportingController", Text("The controller that reports.")),
        ("reportingInstance", Text("The instance of that controller.")),
        ("deprecatedSource", Open("For clients of the core API.")),
        ("deprecatedFirstTimestamp", Time("For clients of the core API.")),
        ("deprecatedLastTimestamp", Time("For clients of the core API.")),
        ("deprecatedCount", Whole("For clients of the core API.")));

    private static JsonObject Series() => Struct(
        "Set when the event repeats.",
        ("count", Whole("How often it happened up to lastObservedTime.")),
        ("lastObservedTime", Time("When it was last seen.")));

    private static JsonObject ObjectReference(string description) => Struct(
        description,
        ("apiVersion", Text("API version.")),
        ("kind", Text("Kind.")),
        ("namespace", Text("Namespace.")),
        ("name", Text("Name.")),
        ("uid", Text("UID.")),
        ("resourceVersion", Text("Version the event is about.")),
        ("fieldPath", Text("A part of the object.")));

    private static JsonObject Lease() => Struct(
        "A lock with an expiry, for leader election.",
        ("spec", Struct(
            "State of the lock.",
            ("holderIdentity", Text("Who holds it; empty when it was released.")),
            ("leaseDurationSeconds", Whole("How long others must wait, from the last renewal they observed.")),
            ("acquireTime", Time("When the holder got it.")),
            ("renewTime", Time("When the holder last renewed it.")),
            ("leaseTransitions", Whole("How often the holder changed.")))));

    private static JsonObject CustomResourceDefinition() => Struct(
        "A kind that the server serves besides the built-in ones.",
        ("spec", Struct(
            "How the kind looks.",
            ("group", Text("API group.")),
            ("scope", Text("Cluster or Namespaced.")),
            ("names", Open("Plural, singular, kind, short names and categories.")),
            ("versions", ListOf("The versions with their schemas, columns and subresources.", Open("A version."))),
            ("conversion", Open("How versions are converted.")),
            ("preserveUnknownFields", Flag("Must be false.")))),
        ("status", Open("State of the definition.")));
}
