using System.Reflection;
using Windlass.Core.Api;
using Windlass.Core.Api.Schema;
using YamlDotNet.Serialization;

namespace Windlass.Core.Tests.Crds;

/// <summary>CustomResourceDefinition manifest of an API type, as YAML.</summary>
internal static class CrdGenerator
{
    public static string Yaml(Type type)
    {
        var serializer = new SerializerBuilder().WithIndentedSequences().DisableAliases().WithQuotingNecessaryStrings().Build();
        return "# Generated from operator/Windlass.Core/Api by `make crds`; a test fails when it differs.\n" + serializer.Serialize(Manifest(type));
    }

    private static OrderedMap Manifest(Type type)
    {
        var resource = type.GetCustomAttribute<ResourceAttribute>()!;
        return new OrderedMap
        {
            ["apiVersion"] = "apiextensions.k8s.io/v1",
            ["kind"] = "CustomResourceDefinition",
            ["metadata"] = new OrderedMap { ["name"] = $"{resource.Plural}.{ApiVersion.Group}" },
            ["spec"] = new OrderedMap
            {
                ["group"] = ApiVersion.Group,
                ["names"] = new OrderedMap
                {
                    ["kind"] = type.Name,
                    ["listKind"] = type.Name + "List",
                    ["plural"] = resource.Plural,
                    ["singular"] = type.Name.ToLowerInvariant(),
                    ["shortNames"] = new List<object> { resource.ShortName },
                    ["categories"] = new List<object> { "windlass" },
                },
                ["scope"] = "Namespaced",
                ["versions"] = new List<object> { Version(type) },
            },
        };
    }

    private static OrderedMap Version(Type type)
    {
        var version = new OrderedMap { ["name"] = ApiVersion.Version, ["served"] = true, ["storage"] = true };
        var hasStatus = type.GetProperty("Status") is not null;
        if (hasStatus)
        {
            version.Add("subresources", new OrderedMap { ["status"] = new OrderedMap() });
        }

        version.Add("additionalPrinterColumns", type.GetCustomAttributes<PrinterColumnAttribute>().Select(Column).ToList<object>());
        version.Add("schema", new OrderedMap { ["openAPIV3Schema"] = Root(type, hasStatus) });
        return version;
    }

    private static OrderedMap Column(PrinterColumnAttribute column)
    {
        var map = new OrderedMap { ["name"] = column.Name, ["type"] = column.Type, ["jsonPath"] = column.JsonPath };
        map.AddIf("description", column.Description.Length == 0 ? null : column.Description);
        map.AddIf("priority", column.IsWide ? 1 : null);
        return map;
    }

    private static OrderedMap Root(Type type, bool hasStatus)
    {
        var root = SchemaGenerator.OfRoot(type);
        if (hasStatus && ((OrderedMap)root["properties"])["status"] is OrderedMap status && ((OrderedMap)status["properties"]).ContainsKey("observedGeneration"))
        {
            // kstatus calls an object without any status "Current"; -1 keeps an unvisited one "InProgress".
            status["default"] = new OrderedMap { ["observedGeneration"] = -1 };
        }

        return root;
    }
}
