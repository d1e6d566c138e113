using System.Text.Json;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Schema;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Apply;

/// <summary>
/// The annotation by which plain <c>kubectl apply</c> remembers what it applied. Whoever goes on with <c>kubectl apply --server-side</c> must not
/// be told that he conflicts with himself, nor leave a memory behind that is wrong when he goes back. As API servers do it since 1.21.
/// </summary>
internal static class LastApplied
{
    /// <summary>The one manager that this is for: the name kubectl gives itself unless told otherwise.</summary>
    public const string Manager = "kubectl";

    /// <summary>All annotations of an object have room for 256 KiB; a memory that takes more than half of it is given up rather than the object refused.</summary>
    private const int LongestMemory = 128 * 1024;

    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>True when all conflicts are about fields that were applied from a client, and that nobody has changed since.</summary>
    public static bool Covers(ApplyOutcome.Conflicted outcome, JsonObject live, StructuralSchema? schema)
    {
        if (Read(live) is not { } remembered)
            return false;
        var changes = FieldComparison.Between(remembered, live, null, schema);
        var kept = FieldSet.Of(remembered, schema).Difference(changes.Modified).Difference(changes.Added).Difference(changes.Removed);
        var paths = kept.Paths().ToHashSet(StringComparer.Ordinal);
        return outcome.Conflicts.All(conflict => paths.Contains(conflict.FieldPath));
    }

    /// <summary>Where there is such a memory, it becomes what was applied now.</summary>
    public static ApplyOutcome.Applied Renew(ApplyOutcome.Applied outcome, JsonObject applied)
    {
        if (Annotations(outcome.Result) is not { } annotations || annotations.Text(Annotation).Length == 0)
            return outcome;
        var text = Remember(applied);
        if (annotations.Text(Annotation) == text)
            return outcome;
        if (text.Length <= LongestMemory)
            annotations[Annotation] = text;
        else
            annotations.Remove(Annotation);
        return outcome with { Changed = true };
    }

    private static JsonObject? Annotations(JsonObject source) => source.Child("metadata").Child("annotations");

    private static JsonObject? Read(JsonObject live)
    {
        try
        {
            return JsonNode.Parse(Annotations(live).Text(Annotation)) as JsonObject;
        }
        catch (JsonException)
        {
            // Anybody may write annotations; one that is no JSON remembers nothing.
            return null;
        }
    }

    private static string Remember(JsonObject applied)
    {
        var memory = (JsonObject)applied.DeepClone();
        Annotations(memory)?.Remove(Annotation);
        return Sorted(memory)!.ToJsonString(Wire.Relaxed) + "\n";
    }

    /// <summary>kubectl compares texts, and sorts.</summary>
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
