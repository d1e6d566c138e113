using System.Text.Json.Nodes;

using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Discovery;

/// <summary>Discovery as every client understands it: one document per group version.</summary>
internal static class LegacyDiscovery
{
    private static readonly string[] CreateOnly = ["create"];

    public static JsonObject CoreVersions(string address) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = JsonText.Array(["v1"]),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = address }),
    };

    public static JsonObject Groups(IEnumerable<ApiGroup> groups) => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. groups.Where(group => group.Name.Length > 0).Select(Entry)]),
    };

    public static JsonObject Group(ApiGroup group)
    {
        var entry = Entry(group);
        entry["kind"] = "APIGroup";
        entry["apiVersion"] = "v1";
        return entry;
    }

    public static JsonObject Resources(ApiGroup group) => new()
    {
        ["kind"] = "APIResourceList",
        ["apiVersion"] = "v1",
        ["groupVersion"] = group.GroupVersion,
        ["resources"] = new JsonArray([.. group.Resources.SelectMany(Describe), .. group.Reviews.Select(Describe)]),
    };

    private static JsonObject Entry(ApiGroup group)
    {
        var version = new JsonObject { ["groupVersion"] = group.GroupVersion, ["version"] = group.Version };
        return new JsonObject
        {
            ["name"] = group.Name,
            ["versions"] = new JsonArray(version.DeepClone()),
            ["preferredVersion"] = version,
        };
    }

    private static IEnumerable<JsonNode> Describe(ServedResource resource)
    {
        var entry = Named(resource.Plural, resource.Definition.Singular, resource.IsNamespaced, resource.Kind, resource.Verbs);
        if (resource.Definition.ShortNames.Length > 0)
            entry["shortNames"] = JsonText.Array(resource.Definition.ShortNames);
        if (resource.Definition.Categories.Length > 0)
            entry["categories"] = JsonText.Array(resource.Definition.Categories);
        yield return entry;
        if (resource.HasStatus)
            yield return Named($"{resource.Plural}/status", "", resource.IsNamespaced, resource.Kind, ["get", "patch", "update"]);
    }

    private static JsonNode Describe(ReviewResource review) => Named(review.Plural, review.Singular, isNamespaced: false, review.Kind, CreateOnly);

    private static JsonObject Named(string name, string singular, bool isNamespaced, string kind, IEnumerable<string> verbs) => new()
    {
        ["name"] = name,
        ["singularName"] = singular,
        ["namespaced"] = isNamespaced,
        ["kind"] = kind,
        ["verbs"] = JsonText.Array(verbs),
    };
}
