using System.Collections.Frozen;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Resources;

/// <summary>
/// One event, two shapes: core/v1 and events.k8s.io/v1 differ in the names of top-level fields only. What is written through one is read through the
/// other.
/// </summary>
internal static class EventForms
{
    private static readonly (string Core, string Modern)[] Names =
    [
        ("involvedObject", "regarding"),
        ("message", "note"),
        ("reportingComponent", "reportingController"),
        ("source", "deprecatedSource"),
        ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"),
        ("count", "deprecatedCount"),
    ];

    private static readonly Dictionary<string, string> Modern = Names.ToDictionary(pair => pair.Core, pair => pair.Modern, StringComparer.Ordinal);
    private static readonly Dictionary<string, string> Core = Names.ToDictionary(pair => pair.Modern, pair => pair.Core, StringComparer.Ordinal);

    private static readonly string[] Objects = ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"];

    public static FrozenSet<string> CoreSelectable { get; } =
        Objects.Select(field => $"involvedObject.{field}").Append("reason").Append("type").Append("reportingComponent").Append("source")
            .ToFrozenSet(StringComparer.Ordinal);

    public static FrozenSet<string> ModernSelectable { get; } =
        Objects.Select(field => $"regarding.{field}")
            .Append("reason")
            .Append("type")
            .Append("reportingController")
            .ToFrozenSet(StringComparer.Ordinal);

    public static JsonObject ToModern(JsonObject core) => Renamed(core, Modern, "events.k8s.io/v1");

    public static JsonObject ToCore(JsonObject modern) => Renamed(modern, Core, "v1");

    /// <summary>The stored name of a field that a selector names in the modern form.</summary>
    public static string StoredPath(string modernPath)
    {
        var dot = modernPath.IndexOf('.');
        var head = dot < 0 ? modernPath : modernPath[..dot];
        return Core.TryGetValue(head, out var core) ? core + modernPath[head.Length..] : modernPath;
    }

    /// <summary>The newest moment the event speaks of; null when it names none.</summary>
    public static DateTimeOffset? LastSeen(JsonObject core)
    {
        DateTimeOffset? newest = null;
        Consider(core.Child("series").Text("lastObservedTime"));
        Consider(core.Text("lastTimestamp"));
        Consider(core.Text("eventTime"));
        Consider(core.Child("metadata").Text("creationTimestamp"));
        return newest;

        void Consider(string text)
        {
            if (KubeTime.Parse(text) is { } at && (newest is null || at > newest))
                newest = at;
        }
    }

    private static JsonObject Renamed(JsonObject from, Dictionary<string, string> names, string apiVersion)
    {
        var to = new JsonObject();
        foreach (var (name, value) in from.ToArray())
        {
            from.Remove(name);
            to[names.GetValueOrDefault(name, name)] = name == "apiVersion" ? apiVersion : value;
        }

        return to;
    }
}
