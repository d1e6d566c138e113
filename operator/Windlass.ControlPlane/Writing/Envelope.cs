using System.Text.Json.Nodes;

using Windlass.ControlPlane.Serving;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Writing;

/// <summary>Whether a body is about what the path says: kind, namespace and name.</summary>
internal static class Envelope
{
    /// <summary>Fills in what the path already says; null when body and path agree.</summary>
    public static ApiFailure? Reconcile(RequestTarget target, JsonObject body)
    {
        var resource = target.Resource;
        if (body.Text("apiVersion") is { Length: > 0 } version && version != resource.ApiVersion)
            return Failures.BadRequest($"the API version in the data ({version}) does not match the expected API version ({resource.ApiVersion})");
        if (body.Text("kind") is { Length: > 0 } kind && kind != resource.Kind)
            return Failures.BadRequest(
                $"{kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: the kind in the data does not match the " +
                $"expected kind");
        body["apiVersion"] = resource.ApiVersion;
        body["kind"] = resource.Kind;
        var metadata = body.ChildOrNew("metadata");
        return ReconcileNamespace(target, metadata) ?? ReconcileName(target, metadata);
    }

    private static ApiFailure? ReconcileNamespace(RequestTarget target, JsonObject metadata)
    {
        if (!target.Resource.IsNamespaced)
        {
            metadata.Remove("namespace");
            return null;
        }

        var stated = metadata.Text("namespace");
        if (stated.Length > 0 && stated != target.Namespace)
            return Failures.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        metadata["namespace"] = target.Namespace;
        return null;
    }

    private static ApiFailure? ReconcileName(RequestTarget target, JsonObject metadata)
    {
        if (target.IsCollection)
            return null;
        var stated = metadata.Text("name");
        if (stated.Length > 0 && stated != target.Name)
            return Failures.BadRequest($"the name of the object ({stated}) does not match the name on the URL ({target.Name})");
        metadata["name"] = target.Name;
        return null;
    }
}
