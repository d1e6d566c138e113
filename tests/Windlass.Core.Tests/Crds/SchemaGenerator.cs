using System.Collections;
using System.Collections.Immutable;
using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Tests.Crds;

/// <summary>Structural OpenAPI schema of an API type: types, bounds, defaults and descriptions come from the type itself.</summary>
internal static class SchemaGenerator
{
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>Schema of a whole object: apiVersion, kind and metadata are the server's business.</summary>
    public static OrderedMap OfRoot(Type type)
    {
        var root = OfObject(type);
        var properties = (OrderedMap)root["properties"];
        properties["apiVersion"] = new OrderedMap { ["description"] = "Group and version of this object.", ["type"] = "string" };
        properties["kind"] = new OrderedMap { ["description"] = "Kind of this object.", ["type"] = "string" };
        properties["metadata"] = new OrderedMap { ["type"] = "object" };
        return root;
    }

    private static OrderedMap OfObject(Type type, string? description = null)
    {
        var properties = new OrderedMap();
        var required = new List<object>();
        var blank = RuntimeHelpers.GetUninitializedObject(type);
        if (type.GetConstructor(Type.EmptyTypes) is { } constructor)
        {
            blank = constructor.Invoke(null);
        }

        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsField))
        {
            if (typeof(IResource).IsAssignableFrom(type) && typeof(IResource).GetProperty(property.Name) is not null)
            {
                properties.Add(Name(property), new OrderedMap());
                continue;
            }

            var isRequired = IsRequired(property);
            properties.Add(Name(property), OfProperty(property, isRequired ? null : property.GetValue(blank)));
            if (isRequired)
            {
                required.Add(Name(property));
            }
        }

        var schema = new OrderedMap();
        schema.AddIf("description", description ?? type.GetCustomAttribute<DescriptionAttribute>()?.Description);
        schema.Add("type", "object");
        schema.Add("properties", properties);
        schema.AddIf("required", required.Count == 0 ? null : required);
        return schema;
    }

    private static OrderedMap OfProperty(PropertyInfo property, object? initial)
    {
        var description = property.GetCustomAttribute<DescriptionAttribute>()?.Description
            ?? throw new InvalidOperationException($"{property.DeclaringType!.Name}.{property.Name} has no [Description]: kubectl explain would be silent.");
        var schema = OfType(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, description, property);
        schema.AddIf("default", Default(initial));
        AddRules(schema, property);
        return schema;
    }

    private static void AddRules(OrderedMap schema, MemberInfo member)
    {
        var rules = member.GetCustomAttributes<RuleAttribute>().Select(rule => (object)new OrderedMap { ["rule"] = rule.Rule, ["message"] = rule.Message }).ToList();
        schema.AddIf("x-kubernetes-validations", rules.Count == 0 ? null : rules);
    }

    private static OrderedMap OfType(Type type, string? description, PropertyInfo? property)
    {
        var schema = new OrderedMap();
        if (type == typeof(string) || type == typeof(DateTimeOffset) || type.IsEnum)
        {
            schema.AddIf("description", description);
            schema.Add("type", "string");
            schema.AddIf("format", type == typeof(DateTimeOffset) ? "date-time" : null);
            schema.AddIf("enum", type.IsEnum ? Enum.GetNames(type).Cast<object>().ToList() : null);
            AddStringBounds(schema, property);
            return schema;
        }

        if (type == typeof(int) || type == typeof(long))
        {
            schema.AddIf("description", description);
            schema.Add("type", "integer");
            schema.Add("format", type == typeof(int) ? "int32" : "int64");
            schema.AddIf("minimum", property?.GetCustomAttribute<BetweenAttribute>()?.Minimum);
            schema.AddIf("maximum", property?.GetCustomAttribute<BetweenAttribute>()?.Maximum);
            return schema;
        }

        if (type == typeof(bool))
        {
            schema.AddIf("description", description);
            schema.Add("type", "boolean");
            return schema;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        {
            return OfList(type.GetGenericArguments()[0], description, property);
        }

        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>)
            ? OfMap(type.GetGenericArguments()[1], description, property)
            : OfObject(type, description);
    }

    private static OrderedMap OfList(Type item, string? description, PropertyInfo? property)
    {
        var bounds = property?.GetCustomAttribute<ItemsAttribute>()
            ?? throw new InvalidOperationException($"{property?.DeclaringType?.Name}.{property?.Name} is a list without [Items]: nothing bounds it.");
        var items = OfType(item, null, item == typeof(string) || item == typeof(int) ? property : null);
        if (item == typeof(string) && !items.ContainsKey("maxLength"))
        {
            items.Add("maxLength", 1024);
        }

        foreach (var key in bounds.Keys.Where(key => items["required"] is not List<object> required || !required.Contains(key)))
        {
            // API servers refuse a key that may be absent.
            ((OrderedMap)((OrderedMap)items["properties"])[key])["default"] = "";
        }

        var schema = new OrderedMap();
        schema.AddIf("description", description);
        schema.Add("type", "array");
        schema.Add("items", items);
        schema.AddIf("minItems", bounds.Minimum == 0 ? null : bounds.Minimum);
        schema.Add("maxItems", bounds.Maximum);
        schema.Add("x-kubernetes-list-type", bounds.Keys.Length > 0 ? "map" : bounds.IsSet ? "set" : "atomic");
        schema.AddIf("x-kubernetes-list-map-keys", bounds.Keys.Length > 0 ? bounds.Keys.Cast<object>().ToList() : null);
        return schema;
    }

    private static OrderedMap OfMap(Type value, string? description, PropertyInfo? property)
    {
        var values = OfType(value, null, null);
        if (value == typeof(string))
        {
            values.Add("maxLength", 253);
        }

        var schema = new OrderedMap();
        schema.AddIf("description", description);
        schema.Add("type", "object");
        schema.Add("additionalProperties", values);
        schema.AddIf("maxProperties", property?.GetCustomAttribute<ItemsAttribute>()?.Maximum);
        return schema;
    }

    private static void AddStringBounds(OrderedMap schema, PropertyInfo? property)
    {
        var isList = property is not null && property.PropertyType != typeof(string);
        var length = isList ? null : property?.GetCustomAttribute<LengthAttribute>();
        schema.AddIf("minLength", length is null or { Minimum: 0 } ? null : length.Minimum);
        schema.AddIf("maxLength", length?.Maximum);
        schema.AddIf("pattern", property?.GetCustomAttribute<PatternAttribute>()?.Expression);
    }

    /// <summary>What a new instance carries is the default; empty, false and zero need none.</summary>
    private static object? Default(object? initial) => initial switch
    {
        null or false or "" or 0 or 0L => null,
        int or long => initial,
        Enum value => value.ToString(),
        IEnumerable => null,
        _ => new OrderedMap(),
    };

    private static bool IsField(PropertyInfo property) =>
        property.GetMethod is { IsPublic: true } && property.SetMethod is not null && property.GetIndexParameters().Length == 0;

    private static bool IsRequired(PropertyInfo property) =>
        property.GetCustomAttribute<RequiredMemberAttribute>() is not null
        || (property.DeclaringType!.GetConstructors().All(c => c.GetParameters().Length > 0)
            && Nullability.Create(property).ReadState == NullabilityState.NotNull);

    private static string Name(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);
}
