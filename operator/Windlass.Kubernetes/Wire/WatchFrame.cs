using System.Text.Json;

namespace Windlass.Kubernetes.Wire;

/// <summary>One frame of a watch stream as it comes over the wire.</summary>
internal sealed record WatchFrame
{
    public string? Type { get; init; }

    public JsonElement Object { get; init; }
}
