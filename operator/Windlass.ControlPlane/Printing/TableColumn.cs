using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Printing;

/// <summary>A column and how its cell is made from an object.</summary>
/// <param name="Definition">The heading as the table declares it.</param>
/// <param name="Cell">Total: any object, whatever its shape, gives a cell or null.</param>
internal sealed record TableColumn(PrinterColumn Definition, Func<JsonObject, DateTimeOffset, JsonNode?> Cell)
{
    private static readonly PrinterColumn NameColumn =
        new("Name", "string", "name", "Name must be unique within a namespace. It is required when creating resources.", 0, ".metadata.name");

    /// <summary>The column every table starts with.</summary>
    public static TableColumn Name { get; } = At(NameColumn);

    public static TableColumn At(PrinterColumn definition)
    {
        var path = JsonPath.Parse(definition.JsonPath) is JsonPathOutcome.Parsed parsed ? parsed.Path : null;
        return new TableColumn(definition, (item, now) => path is null ? null : CellRenderer.Render(definition.Type, path.Evaluate(item), now));
    }
}
