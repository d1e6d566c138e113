using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Apply;

/// <summary>A member that may be absent; absent and null are different things.</summary>
internal readonly record struct Presence(bool Exists, JsonNode? Value)
{
    public static Presence In(JsonObject map, string name) => map.TryGetPropertyValue(name, out var value) ? new(true, value) : default;

    public static Presence In(Dictionary<PathElement, JsonNode?> items, PathElement element) =>
        items.TryGetValue(element, out var value) ? new(true, value) : default;
}
