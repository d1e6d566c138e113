using System.Text.Json.Nodes;
using Windlass.ControlPlane.Apply;
using Windlass.ControlPlane.Patching;
using Windlass.ControlPlane.Tests.Schema;

namespace Windlass.ControlPlane.Tests.Apply;

/// <summary>Random requests of many managers, with the answers a real Kubernetes 1.36 API server gave. Ours must give the same, request by request.</summary>
public sealed class RecordedApplyTests
{
    private static readonly JsonArray Sequences = (JsonArray)JsonNode.Parse(Resource())!;

    public static TheoryData<int> All => [.. Enumerable.Range(0, Sequences.Count)];

    [Theory]
    [MemberData(nameof(All))]
    public void RecordedRequests_Replayed_GiveTheRealServersAnswers(int sequence)
    {
        JsonObject? live = null;
        var now = OneObject.Start;
        foreach (var step in Sequences[sequence]!.AsArray().OfType<JsonObject>())
        {
            now += TimeSpan.FromMinutes(1);
            if (step["message"] is { } refused)
            {
                var conflicted = Assert.IsType<ApplyOutcome.Conflicted>(Apply(step, live, now));
                Assert.Equal(refused.GetValue<string>(), conflicted.Message);
                continue;
            }
            live = step["verb"]!.GetValue<string>() == "apply" ? Assert.IsType<ApplyOutcome.Applied>(Apply(step, live, now)).Result : Write(step, live, now);
            Gadgets.Schema.ApplyDefaults(live);
            AssertSame(step["after"]!, live, step);
        }
    }

    private static ApplyOutcome Apply(JsonObject step, JsonObject? live, DateTimeOffset now) =>
        ServerSideApply.Apply(live, (JsonObject)step["body"]!, Text(step, "manager")!, step["force"]!.GetValue<bool>(), Text(step, "subresource"), Gadgets.Schema, now);

    // What the serving half does around these: each subresource keeps the other side of the stored object.
    private static JsonObject Write(JsonObject step, JsonObject? live, DateTimeOffset now)
    {
        var subresource = Text(step, "subresource");
        var after = live is null ? (JsonObject)step["body"]!.DeepClone() : (JsonObject)MergePatch.Apply(live, step["body"]!);
        if (subresource is null)
        {
            after.Remove("status");
            if (live?["status"] is { } status)
                after["status"] = status.DeepClone();
        }
        Gadgets.Schema.ApplyDefaults(after);
        ManagedFields.TrackUpdate(live, after, Text(step, "manager")!, subresource, Gadgets.Schema, now);
        return after;
    }

    private static void AssertSame(JsonNode expected, JsonObject live, JsonObject step)
    {
        var metadata = (JsonObject)live["metadata"]!;
        foreach (var (name, actual) in new[] { ("spec", live["spec"]), ("status", live["status"]), ("labels", metadata["labels"]), ("finalizers", metadata["finalizers"]) })
            AssertSame(expected[name], actual, step);
        AssertSame(Entries(expected["managedFields"]), Entries(metadata["managedFields"]), step);
    }

    // Times are ours, and with them the order of entries; everything else of an entry must be the same.
    private static JsonNode Entries(JsonNode? managedFields)
    {
        var entries = (managedFields as JsonArray ?? []).OfType<JsonObject>().Select(entry =>
        {
            var copy = (JsonObject)entry.DeepClone();
            copy.Remove("time");
            copy.Remove("fieldsType");
            return copy;
        });
        return new JsonArray([.. entries.OrderBy(entry => $"{entry["operation"]} {entry["manager"]} {entry["subresource"]}", StringComparer.Ordinal)]);
    }

    private static void AssertSame(JsonNode? expected, JsonNode? actual, JsonObject step) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"after {step["verb"]} by {step["manager"]} of {step["body"]!.ToJsonString()}\nexpected {expected?.ToJsonString()}\nbut got  {actual?.ToJsonString()}");

    private static string? Text(JsonObject step, string name) => step[name]?.GetValue<string>();

    private static string Resource()
    {
        using var stream = typeof(RecordedApplyTests).Assembly.GetManifestResourceStream("recorded/kubernetes-1.36.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
