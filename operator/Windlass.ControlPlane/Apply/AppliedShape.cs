using System.Text.Json;
using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Apply;

/// <summary>What merging relies on: containers where the schema has containers, and list items that can be told apart.</summary>
internal static class AppliedShape
{
    /// <returns>Null when the object can be merged; otherwise the real server's sentence.</returns>
    public static string? Complain(JsonObject applied, SchemaNode schema)
    {
        var complaints = new List<string>();
        Visit(applied, schema, "", complaints);
        if (complaints.Count == 0)
            return null;
        var metadata = applied["metadata"] as JsonObject;
        var what = $"{JsonFacts.Text(metadata?["namespace"])}/{JsonFacts.Text(metadata?["name"])}; {JsonFacts.Text(applied["apiVersion"])}, " +
            $"Kind={JsonFacts.Text(applied["kind"])}";
        var why = complaints is [var only] ? only : $"errors:\n  {string.Join("\n  ", complaints)}";
        return $"failed to create typed patch object ({what}): {why}";
    }

    private static void Visit(JsonNode? value, SchemaNode? schema, string path, List<string> complaints)
    {
        if (value is null || schema is null)
            return;
        if (schema.Type == JsonShape.Object && value is not JsonObject)
            complaints.Add($"{path}: expected map, got {JsonFacts.Quote(value)}");
        else if (schema.Type == JsonShape.Array && value is not JsonArray)
            complaints.Add($"{path}: expected list, got {JsonFacts.Quote(value)}");
        else if (!IsScalarOf(schema.Type, value))
            complaints.Add($"{path}: expected {Name(schema.Type)}, got {JsonFacts.Quote(value)}");
        else if (value is JsonObject map)
            VisitMap(map, schema, path, complaints);
        else if (value is JsonArray list && schema.Items is not null)
            VisitList(list, schema, path, complaints);
    }

    /// <summary>Merging knows numbers of one kind only; whether one is whole is for validation.</summary>
    private static bool IsScalarOf(JsonShape? type, JsonNode value) => type switch
    {
        JsonShape.String => value.GetValueKind() == JsonValueKind.String,
        JsonShape.Boolean => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        JsonShape.Integer or JsonShape.Number => value.GetValueKind() == JsonValueKind.Number,
        _ => true,
    };

    private static string Name(JsonShape? type) => type switch
    {
        JsonShape.String => "string",
        JsonShape.Boolean => "boolean",
        _ => "numeric",
    };

    private static void VisitMap(JsonObject map, SchemaNode schema, string path, List<string> complaints)
    {
        foreach (var (name, value) in map)
        {
            var member = schema.Member(name);
            if (member is null && schema.Type == JsonShape.Object && !schema.PreserveUnknown)
                complaints.Add($"{path}.{name}: field not declared in schema");
            Visit(value, member, $"{path}.{name}", complaints);
        }
    }

    private static void VisitList(JsonArray list, SchemaNode schema, string path, List<string> complaints)
    {
        var seen = new HashSet<PathElement>();
        for (var i = 0; i < list.Count; i++)
        {
            if (schema.ListKind != ListKind.Atomic && ListElement.Of(schema, list[i]) is { } element)
            {
                if (!seen.Add(element))
                    complaints.Add($"{path}: duplicate entries for key {element}");
                Visit(list[i], schema.Items, $"{path}{element}", complaints);
                continue;
            }
            if (schema.ListKind == ListKind.Map)
            {
                var keys = string.Join(" ", schema.ListMapKeys.Select(JsonFacts.Quote));
                complaints.Add(
                    $"{path}: element {i}: associative list with keys has an element that omits all key fields [{keys}] (and doesn't have " +
                    $"default values for any key fields)");
            }
            else
                Visit(list[i], schema.Items, $"{path}[{i}]", complaints);
        }
    }
}
