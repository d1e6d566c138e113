using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Schema;

/// <summary>Defaulting as the real server does it: parents before children, so that a defaulted object gets its children's defaults too.</summary>
internal static class SchemaDefaults
{
    public static void Apply(SchemaNode schema, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject map:
                ApplyToMap(schema, map);
                break;
            case JsonArray list when schema.Items is { } items:
                foreach (var item in list)
                    Apply(items, item);
                break;
        }
    }

    private static void ApplyToMap(SchemaNode schema, JsonObject map)
    {
        foreach (var (name, member) in schema.Properties)
        {
            DropForbiddenNull(member, map, name);
            if (member.HasDefault && !map.ContainsKey(name))
                map[name] = member.Default?.DeepClone();
        }
        foreach (var (name, value) in map.ToArray())
        {
            if (schema.Member(name) is { } member)
                Apply(member, value);
        }
    }

    // A null for a field that allows none means "not set" (kubectl edit and merge patches produce it); with a default it becomes the default.
    private static void DropForbiddenNull(SchemaNode member, JsonObject map, string name)
    {
        if (!member.Nullable && !member.PreserveUnknown && map.TryGetPropertyValue(name, out var value) && value is null)
            map.Remove(name);
    }
}
