using System.Text.Json.Nodes;
using Windlass.ControlPlane.Apply;
using Windlass.ControlPlane.Tests.Schema;

namespace Windlass.ControlPlane.Tests.Apply;

/// <summary>A server with one gadget: enough of the write path for ownership to be exercised. Every request comes a minute after the last one.</summary>
internal sealed class OneObject
{
    public static DateTimeOffset Start { get; } = new(2026, 11, 22, 13, 0, 0, TimeSpan.Zero);

    private DateTimeOffset now = Start;

    public JsonObject? Live { get; private set; }

    /// <returns>Whether anything changed.</returns>
    public bool Apply(JsonObject wanted, string manager, bool force = false, string? subresource = null)
    {
        now += TimeSpan.FromMinutes(1);
        var applied = Assert.IsType<ApplyOutcome.Applied>(ServerSideApply.Apply(Live, wanted, manager, force, subresource, Gadgets.Schema, now));
        Store(applied.Result);
        return applied.Changed;
    }

    public ApplyOutcome.Conflicted ApplyConflicting(JsonObject wanted, string manager, string? subresource = null) =>
        Assert.IsType<ApplyOutcome.Conflicted>(ServerSideApply.Apply(Live, wanted, manager, false, subresource, Gadgets.Schema, now));

    public void Create(JsonObject created, string manager)
    {
        var after = (JsonObject)created.DeepClone();
        Gadgets.Schema.ApplyDefaults(after);
        ManagedFields.TrackUpdate(null, after, manager, null, Gadgets.Schema, now);
        Store(after);
    }

    public void MergePatch(string patch, string manager, string? subresource = null)
    {
        now += TimeSpan.FromMinutes(1);
        var after = (JsonObject)Windlass.ControlPlane.Patching.MergePatch.Apply(Live!, JsonNode.Parse(patch)!);
        Gadgets.Schema.ApplyDefaults(after);
        ManagedFields.TrackUpdate(Live, after, manager, subresource, Gadgets.Schema, now);
        Store(after);
    }

    public JsonObject? EntryOf(string manager) =>
        (Live!["metadata"]!["managedFields"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(entry => entry["manager"]!.GetValue<string>() == manager);

    public JsonNode? FieldsOf(string manager) => EntryOf(manager)?["fieldsV1"];

    private void Store(JsonObject after)
    {
        Gadgets.Schema.ApplyDefaults(after);
        Live = after;
    }
}
