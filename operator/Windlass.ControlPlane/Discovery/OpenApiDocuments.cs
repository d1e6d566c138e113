using System.Text.Json.Nodes;

using Windlass.ControlPlane.OpenApi;
using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Serving;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Discovery;

/// <summary>
/// The OpenAPI documents that kubectl validates with and explains from. Made at the first question: a control plane that nobody explains never pays
/// for them.
/// </summary>
internal sealed class OpenApiDocuments(ResourceCatalogue catalogue)
{
    private const string Root = "/openapi/v3";
    private const string LegacyMediaType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    private readonly Lazy<Dictionary<string, CachedDocument>> _documents = new(() => Build(catalogue));

    /// <summary>Null when the path is none of theirs.</summary>
    public CachedDocument? Find(string path) =>
        path.StartsWith("/openapi/", StringComparison.Ordinal) ? _documents.Value.GetValueOrDefault(path) : null;

    private static Dictionary<string, CachedDocument> Build(ResourceCatalogue catalogue)
    {
        var served = catalogue.All.Select(resource => resource.Definition).ToArray();
        var documents = new Dictionary<string, CachedDocument>(StringComparer.Ordinal);
        var index = new JsonObject();
        foreach (var groupVersion in OpenApiV3.GroupVersions(served))
        {
            var path = groupVersion.Contains('/', StringComparison.Ordinal) ? $"apis/{groupVersion}" : $"api/{groupVersion}";
            var document = new CachedDocument(ResponseWriter.Json, JsonText.Bytes(OpenApiV3.Document(groupVersion, served)));
            documents[$"{Root}/{path}"] = document;
            index[path] = new JsonObject { ["serverRelativeURL"] = $"{Root}/{path}?hash={document.Hash}" };
        }

        documents[Root] = new CachedDocument(ResponseWriter.Json, JsonText.Bytes(new JsonObject { ["paths"] = index }));
        documents["/openapi/v2"] = new CachedDocument(LegacyMediaType, OpenApiV2.Protobuf(served));
        return documents;
    }
}
