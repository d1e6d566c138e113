using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Printing;

/// <summary>Objects as a meta.k8s.io Table, which is what <c>kubectl get</c> asks for. Pure: the objects are not changed.</summary>
internal static class TableRenderer
{
    /// <summary>Columns of a custom resource: Name, then the declared ones.</summary>
    public static ImmutableArray<TableColumn> ColumnsOf(ResourceDefinition definition) =>
        [TableColumn.Name, .. definition.Columns.Select(TableColumn.At)];

    /// <summary>Columns of a built-in kind.</summary>
    /// <param name="plural">Such as <c>secrets</c>; an unknown one gets Name and Age.</param>
    public static ImmutableArray<TableColumn> ColumnsOfBuiltIn(string plural) => BuiltInColumns.For(plural);

    /// <param name="listResourceVersion">The list's resourceVersion, or the object's for a single one.</param>
    /// <param name="include">What each row carries for clients that need the object's name or more.</param>
    /// <param name="now">What ages are counted from.</param>
    /// <param name="apiVersion">meta.k8s.io/v1, or meta.k8s.io/v1beta1 for clients that ask for that.</param>
    public static JsonObject Render(
        ImmutableArray<TableColumn> columns,
        IEnumerable<JsonObject> items,
        string listResourceVersion,
        IncludeObject include,
        DateTimeOffset now,
        string apiVersion = "meta.k8s.io/v1") => new()
        {
            ["kind"] = "Table",
            ["apiVersion"] = apiVersion,
            ["metadata"] = new JsonObject { ["resourceVersion"] = listResourceVersion },
            ["columnDefinitions"] = new JsonArray([.. columns.Select(column => RenderColumn(column.Definition))]),
            ["rows"] = new JsonArray([.. items.Select(item => RenderRow(columns, item, include, now, apiVersion))]),
        };

    /// <summary>The same with the declared columns of a custom resource.</summary>
    public static JsonObject Render(
        ImmutableArray<PrinterColumn> columns,
        IEnumerable<JsonObject> items,
        string listResourceVersion,
        IncludeObject include,
        DateTimeOffset now,
        string apiVersion = "meta.k8s.io/v1") =>
        Render([TableColumn.Name, .. columns.Select(TableColumn.At)], items, listResourceVersion, include, now, apiVersion);

    private static JsonNode RenderColumn(PrinterColumn column) => new JsonObject
    {
        ["name"] = column.Name,
        ["type"] = column.Type,
        ["format"] = column.Format,
        ["description"] = column.Description,
        ["priority"] = column.Priority,
    };

    private static JsonNode RenderRow(
        ImmutableArray<TableColumn> columns, JsonObject item, IncludeObject include, DateTimeOffset now, string apiVersion)
    {
        var row = new JsonObject { ["cells"] = new JsonArray([.. columns.Select(column => column.Cell(item, now))]) };
        if (RenderObject(item, include, apiVersion) is { } carried)
            row["object"] = carried;
        return row;
    }

    private static JsonObject? RenderObject(JsonObject item, IncludeObject include, string apiVersion) => include switch
    {
        IncludeObject.None => null,
        IncludeObject.Object => (JsonObject)item.DeepClone(),
        IncludeObject.Metadata => new JsonObject
        {
            ["kind"] = "PartialObjectMetadata",
            ["apiVersion"] = apiVersion,
            ["metadata"] = item["metadata"]?.DeepClone(),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(include)),
    };
}
