using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.OpenApi;

/// <summary>Identity of a kind. The core group is the empty string.</summary>
internal readonly record struct GroupVersionKind(string Group, string Version, string Kind)
{
    public string GroupVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The component's name, by the reverse of the group's domain: <c>dev.windlass.v1alpha1.ClusterUpgrade</c>.</summary>
    public string ComponentName => Group switch
    {
        "" => $"io.k8s.api.core.{Version}.{Kind}",
        "apiextensions.k8s.io" => $"io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.{Version}.{Kind}",
        "coordination.k8s.io" or "events.k8s.io" => $"io.k8s.api.{Group.Split('.')[0]}.{Version}.{Kind}",
        _ => $"{string.Join('.', Group.Split('.').Reverse())}.{Version}.{Kind}",
    };

    public JsonObject ToExtension() => new() { ["group"] = Group, ["kind"] = Kind, ["version"] = Version };
}
