using Windlass.ControlPlane.Resources;

namespace Windlass.ControlPlane.Serving;

/// <summary>Reads resource paths: /api/v1/… and /apis/GROUP/VERSION/….</summary>
internal static class Routing
{
    /// <summary>Null when no resource is served there. The subresource may be one that is not.</summary>
    public static RequestTarget? Find(ResourceCatalogue catalogue, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["api", var version, .. var rest] => Resource(catalogue, "", version, rest),
            ["apis", var group, var version, .. var rest] => Resource(catalogue, group, version, rest),
            _ => null,
        };
    }

    private static RequestTarget? Resource(ResourceCatalogue catalogue, string group, string version, string[] rest)
    {
        // "namespaces" is both a resource and the way into one: /namespaces/x/status is the former, /namespaces/x/secrets the latter.
        if (rest is ["namespaces", var ns, var plural, .. var tail] && catalogue.Find(group, version, plural) is { IsNamespaced: true } namespaced)
            return Below(namespaced, ns, tail);
        if (rest is [var whole, .. var remainder] && catalogue.Find(group, version, whole) is { } resource)
            return resource.IsNamespaced && remainder.Length > 0 ? null : Below(resource, "", remainder);
        return null;
    }

    private static RequestTarget? Below(ServedResource resource, string ns, string[] tail) => tail switch
    {
        [] => new RequestTarget(resource, ns, "", ""),
        [var name] => new RequestTarget(resource, ns, name, ""),
        [var name, "status"] when resource.HasStatus => new RequestTarget(resource, ns, name, "status"),
        // As upstream, which says then that the object is not there.
        [var name, var other] when resource.Nature == ResourceNature.Custom => new RequestTarget(resource, ns, name, other),
        _ => null,
    };
}
