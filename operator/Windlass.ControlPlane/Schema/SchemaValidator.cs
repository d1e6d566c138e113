using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Schema;

/// <summary>One validation run. Errors come in the order of the object's levels; the wording is the real server's (recorded from 1.36).</summary>
internal sealed class SchemaValidator
{
    private const string RulesSkipped =
        "Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to " +
        "complete validation";

    private readonly List<FieldError> errors = [];

    private SchemaValidator()
    {
    }

    public static ImmutableArray<FieldError> Validate(StructuralSchema schema, JsonObject root, JsonObject? old)
    {
        var run = new SchemaValidator();
        run.Visit(schema.Root, root, old, "");
        if (!schema.HasRules)
            return [.. run.errors];
        // Rules may rely on types and bounds, so an object that broke those is not shown to them.
        if (run.errors.Any(BlocksRules))
            run.errors.Add(new FieldError("<nil>", FieldReason.FieldValueInvalid, RulesSkipped));
        else
            RuleRunner.Run(schema.Root, root, old, "", run.errors);
        return [.. run.errors];
    }

    private static bool BlocksRules(FieldError error) => error.Reason is FieldReason.FieldValueRequired or FieldReason.FieldValueTypeInvalid
        or FieldReason.FieldValueNotSupported or FieldReason.FieldValueTooLong or FieldReason.FieldValueTooMany;

    // An unchanged value is not judged again: a schema that became stricter must not block unrelated updates of stored objects.
    private void Visit(SchemaNode schema, JsonNode? value, JsonNode? old, string path)
    {
        if (old is not null && JsonNode.DeepEquals(value, old))
            return;
        var shape = JsonFacts.ShapeOf(value);
        if (shape == JsonShape.Null && schema.Nullable)
            return;
        var hasRightType = SchemaTypes.Check(schema, value, shape, path, errors);
        CheckEnum(schema, value, path);
        if (!hasRightType)
            return;
        SchemaBounds.Check(schema, value, shape, path, errors);
        switch (value)
        {
            case JsonObject map:
                VisitMap(schema, map, old as JsonObject, path);
                break;
            case JsonArray list:
                VisitList(schema, list, old as JsonArray, path);
                break;
        }
    }

    private void VisitMap(SchemaNode schema, JsonObject map, JsonObject? old, string path)
    {
        foreach (var name in schema.Required)
        {
            if (!map.ContainsKey(name))
                errors.Add(new FieldError(Join(path, name), FieldReason.FieldValueRequired, "Required value"));
        }
        foreach (var (name, value) in map.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            if (schema.Member(name) is { } member)
                Visit(member, value, old?[name], Join(path, name));
        }
    }

    private void VisitList(SchemaNode schema, JsonArray list, JsonArray? old, string path)
    {
        if (schema.Items is not { } items)
            return;
        var earlier = ListItems.Correlate(schema, old);
        for (var i = 0; i < list.Count; i++)
            Visit(items, list[i], ListItems.Counterpart(schema, earlier, list[i]), $"{path}[{i}]");
        ListItems.CheckIdentity(schema, list, path, errors);
    }

    private void CheckEnum(SchemaNode schema, JsonNode? value, string path)
    {
        if (schema.Enum.IsEmpty || schema.Enum.Any(allowed => JsonNode.DeepEquals(allowed, value)))
            return;
        var allowed = string.Join(", ", schema.Enum.Select(JsonFacts.Quote));
        errors.Add(
            new FieldError(path, FieldReason.FieldValueNotSupported, $"Unsupported value: {JsonFacts.Quote(value)}: supported values: {allowed}"));
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
