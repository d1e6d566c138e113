using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Printing;

/// <summary>Columns of the built-in kinds, without Name.</summary>
internal static class BuiltInColumns
{
    private static readonly TableColumn Age = At("Age", "date", ".metadata.creationTimestamp");

    /// <param name="plural">The resource, such as <c>secrets</c>.</param>
    public static ImmutableArray<TableColumn> For(string plural) => plural switch
    {
        "namespaces" => [TableColumn.Name, At("Status", "string", ".status.phase"), Age],
        "secrets" => [TableColumn.Name, At("Type", "string", ".type"), Computed("Data", "integer", CountData), Age],
        "configmaps" => [TableColumn.Name, Computed("Data", "integer", CountData), Age],
        "leases" => [TableColumn.Name, At("Holder", "string", ".spec.holderIdentity"), Age],
        "customresourcedefinitions" =>
            [TableColumn.Name, Computed("Created At", "date", (item, _) => (item["metadata"] as JsonObject)?["creationTimestamp"]?.DeepClone())],
        "events" => Events,
        _ => [TableColumn.Name, Age],
    };

    private static ImmutableArray<TableColumn> Events { get; } =
    [
        Computed("Last Seen", "string", LastSeen),
        At("Type", "string", ".type"),
        At("Reason", "string", ".reason"),
        Computed("Object", "string", (item, _) => JsonValue.Create(InvolvedObject(item))),
        At("Subobject", "string", ".involvedObject.fieldPath", 1),
        Computed("Source", "string", (item, _) => JsonValue.Create(Source(item)), 1),
        Computed("Message", "string", (item, _) => JsonValue.Create((Text(item, "message") ?? Text(item, "note") ?? "").Trim())),
        Computed("First Seen", "string", FirstSeen, 1),
        Computed("Count", "integer", (item, _) => JsonValue.Create(Count(item)), 1),
        At("Name", "string", ".metadata.name", 1),
    ];

    private static TableColumn At(string name, string type, string path, int priority = 0) =>
        TableColumn.At(new PrinterColumn(name, type, "", name, priority, path));

    private static TableColumn Computed(string name, string type, Func<JsonObject, DateTimeOffset, JsonNode?> cell, int priority = 0) =>
        new(new PrinterColumn(name, type, "", name, priority, ""), cell);

    private static JsonNode CountData(JsonObject item, DateTimeOffset now) =>
        JsonValue.Create(((item["data"] as JsonObject)?.Count ?? 0) + ((item["binaryData"] as JsonObject)?.Count ?? 0));

    private static JsonNode LastSeen(JsonObject item, DateTimeOffset now)
    {
        var series = item["series"] as JsonObject;
        var time = Text(series, "lastObservedTime")
            ?? Text(item, "lastTimestamp")
            ?? Text(item, "deprecatedLastTimestamp")
            ?? Text(item, "eventTime");
        return JsonValue.Create(CellRenderer.Age(time ?? Text(item["metadata"] as JsonObject, "creationTimestamp"), now));
    }

    private static JsonNode FirstSeen(JsonObject item, DateTimeOffset now) =>
        JsonValue.Create(CellRenderer.Age(Text(item, "firstTimestamp") ?? Text(item, "deprecatedFirstTimestamp") ?? Text(item, "eventTime"), now));

    private static long Count(JsonObject item) =>
        JsonFacts.Whole((item["series"] as JsonObject)?["count"]) ?? JsonFacts.Whole(item["count"]) ?? JsonFacts.Whole(item["deprecatedCount"]) ?? 1;

    private static string InvolvedObject(JsonObject item)
    {
        var target = item["involvedObject"] as JsonObject ?? item["regarding"] as JsonObject;
        var name = Text(target, "name");
        var kind = Text(target, "kind")?.ToLowerInvariant() ?? "";
        return string.IsNullOrEmpty(name) ? kind : $"{kind}/{name}";
    }

    private static string Source(JsonObject item)
    {
        var source = item["source"] as JsonObject ?? item["deprecatedSource"] as JsonObject;
        var component = Text(source, "component") ?? Text(item, "reportingComponent") ?? Text(item, "reportingController") ?? "";
        var host = Text(source, "host") ?? Text(item, "reportingInstance") ?? "";
        return host.Length == 0 ? component : $"{component}, {host}";
    }

    private static string? Text(JsonObject? map, string name) => JsonFacts.Text(map?[name]) is { Length: > 0 } text ? text : null;
}
