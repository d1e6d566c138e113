using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.OpenApi;

/// <summary>The OpenAPI v2 document as the protobuf message <c>openapi.v2.Document</c> (gnostic's OpenAPIv2.proto), which kubectl before 1.27
/// explains and
/// validates from, and in which older ones look for the dryRun parameter. Pure.</summary>
internal static class OpenApiV2
{
    /// <param name="definitions">All definitions; the built-in kinds are added where none of these describes them.</param>
    public static byte[] Protobuf(IEnumerable<ResourceDefinition> definitions)
    {
        var kinds = KindCatalogue.Of(definitions);
        var schemas = kinds
            .Select(kind => V2Schemas.Named(kind.Identity.ComponentName, KindCatalogue.Complete(kind, MetadataOf())))
            .Concat(MetaSchemas.Shared(Reference).Select(shared => V2Schemas.Named(shared.Key, shared.Value)));
        return new ProtobufMessage()
            .Text(Field.DocumentSwagger, "2.0")
            .Message(Field.DocumentInfo, new ProtobufMessage().Text(Field.InfoTitle, "Windlass").Text(Field.InfoVersion, "v1alpha1"))
            .Message(Field.DocumentPaths, new ProtobufMessage().Messages(Field.PathsPath, kinds.Select(V2Paths.Named)))
            .Message(Field.DocumentDefinitions, new ProtobufMessage().Messages(Field.MapEntries, schemas))
            .ToArray();
    }

    private static JsonObject MetadataOf()
    {
        var reference = Reference(MetaSchemas.ObjectMetaName);
        reference["description"] = "Standard metadata of the object.";
        return reference;
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/definitions/{name}" };

    private static class Field
    {
        public const int DocumentSwagger = 1;
        public const int DocumentInfo = 2;
        public const int DocumentPaths = 8;
        public const int DocumentDefinitions = 9;
        public const int InfoTitle = 1;
        public const int InfoVersion = 2;
        public const int PathsPath = 2;
        public const int MapEntries = 1;
    }
}
