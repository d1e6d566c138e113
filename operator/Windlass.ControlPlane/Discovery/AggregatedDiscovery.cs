using System.Text.Json.Nodes;

using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Discovery;

/// <summary>Discovery in one document (apidiscovery.k8s.io v2, and v2beta1 for kubectl before 1.30; the two have the same shape).</summary>
internal static class AggregatedDiscovery
{
    public static string MediaType(string version) => $"application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList";

    public static JsonObject Document(IEnumerable<ApiGroup> groups, string version) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = $"apidiscovery.k8s.io/{version}",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. groups.Select(Describe)]),
    };

    private static JsonNode Describe(ApiGroup group) => new JsonObject
    {
        ["metadata"] = group.Name.Length == 0 ? [] : new JsonObject { ["name"] = group.Name },
        ["versions"] = new JsonArray(new JsonObject
        {
            ["version"] = group.Version,
            ["resources"] = new JsonArray([.. group.Resources.Select(Describe), .. group.Reviews.Select(Describe)]),
            ["freshness"] = "Current",
        }),
    };

    private static JsonNode Describe(ServedResource resource)
    {
        var entry = Named(
            resource.Plural, resource.Definition.Singular, resource.IsNamespaced, KindOf(resource.Group, resource.Version, resource.Kind),
            resource.Verbs);
        if (resource.Definition.ShortNames.Length > 0)
            entry["shortNames"] = JsonText.Array(resource.Definition.ShortNames);
        if (resource.Definition.Categories.Length > 0)
            entry["categories"] = JsonText.Array(resource.Definition.Categories);
        if (resource.HasStatus)
        {
            entry["subresources"] = new JsonArray(new JsonObject
            {
                ["subresource"] = "status",
                ["responseKind"] = KindOf(resource.Group, resource.Version, resource.Kind),
                ["verbs"] = JsonText.Array(["get", "patch", "update"]),
            });
        }

        return entry;
    }

    private static JsonNode Describe(ReviewResource review) =>
        Named(review.Plural, review.Singular, isNamespaced: false, KindOf(review.Group, "v1", review.Kind), ["create"]);

    private static JsonObject Named(string plural, string singular, bool isNamespaced, JsonObject kind, IEnumerable<string> verbs) => new()
    {
        ["resource"] = plural,
        ["responseKind"] = kind,
        ["scope"] = isNamespaced ? "Namespaced" : "Cluster",
        ["singularResource"] = singular,
        ["verbs"] = JsonText.Array(verbs),
    };

    private static JsonObject KindOf(string group, string version, string kind) =>
        new() { ["group"] = group, ["version"] = version, ["kind"] = kind };
}
