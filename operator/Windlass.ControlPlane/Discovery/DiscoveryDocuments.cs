using System.Text.Json.Nodes;

using Microsoft.AspNetCore.Http;

using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Serving;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Discovery;

/// <summary>Every discovery document, made once at start: what is served does not change while the server runs.</summary>
internal sealed class DiscoveryDocuments
{
    private readonly Dictionary<string, CachedDocument> _plain = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Path, string Version), CachedDocument> _aggregated = [];

    public DiscoveryDocuments(ResourceCatalogue catalogue, string address)
    {
        var groups = ApiGroup.Of(catalogue);
        _plain["/version"] = Json(ServerVersion.Document());
        _plain["/api"] = Json(LegacyDiscovery.CoreVersions(address));
        _plain["/apis"] = Json(LegacyDiscovery.Groups(groups));
        foreach (var group in groups)
        {
            _plain[$"/{group.Path}"] = Json(LegacyDiscovery.Resources(group));
            if (group.Name.Length > 0)
                _plain[$"/apis/{group.Name}"] = Json(LegacyDiscovery.Group(group));
        }

        foreach (var version in (string[])["v2", "v2beta1"])
        {
            _aggregated[("/api", version)] = Aggregated(groups.Where(group => group.Name.Length == 0), version);
            _aggregated[("/apis", version)] = Aggregated(groups.Where(group => group.Name.Length > 0), version);
        }
    }

    /// <summary>Null when the path is no discovery path.</summary>
    public CachedDocument? Find(HttpContext context, string path)
    {
        if (path is "/api" or "/apis" &&
            AcceptHeader.ChooseDiscovery(context.Request.Headers.Accept.ToString()) is { } version)
            return _aggregated[(path, version)];
        return _plain.GetValueOrDefault(path);
    }

    private static CachedDocument Json(JsonNode document) => new(ResponseWriter.Json, JsonText.Bytes(document));

    private static CachedDocument Aggregated(IEnumerable<ApiGroup> groups, string version) =>
        new(AggregatedDiscovery.MediaType(version), JsonText.Bytes(AggregatedDiscovery.Document(groups, version)));
}
