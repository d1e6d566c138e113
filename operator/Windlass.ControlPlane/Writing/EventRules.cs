using System.Collections.Immutable;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Schema;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Writing;

/// <summary>
/// What an Event must say. Loose for those written through core/v1, as ever; strict through events.k8s.io/v1, where only a series goes on.
/// The tree is in its stored form, which is core/v1's; the words are upstream's.
/// </summary>
internal static class EventRules
{
    private const int NoteLimit = 1024;
    private const int WordLimit = 128;

    private static readonly string[] Fixed =
    [
        "involvedObject", "reason", "message", "source", "firstTimestamp", "lastTimestamp", "count", "type", "eventTime", "action", "related",
        "reportingComponent", "reportingInstance",
    ];

    public static ImmutableArray<FieldError> Check(JsonObject tree, JsonObject? live, bool isStrict)
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        CheckNamespace(tree, errors);
        if (tree.Text("eventTime").Length > 0)
            CheckNew(tree, errors);
        if (!isStrict)
            return errors.ToImmutable();
        if (live is null || !JsonNode.DeepEquals(tree["series"], live["series"]))
            CheckSeries(tree.Child("series"), errors);
        if (live is null)
            CheckStrict(tree, errors);
        else
            CheckUnchanged(tree, live, errors);
        return errors.ToImmutable();
    }

    private static void CheckNamespace(JsonObject tree, ImmutableArray<FieldError>.Builder errors)
    {
        var about = tree.Child("involvedObject").Text("namespace");
        var ns = tree.Child("metadata").Text("namespace");
        var fits = about.Length == 0 ? ns is "default" or "kube-system" : about == ns;
        if (!fits)
            errors.Add(Invalid("involvedObject.namespace", about, "does not match event.namespace"));
    }

    private static void CheckNew(JsonObject tree, ImmutableArray<FieldError>.Builder errors)
    {
        foreach (var (field, name) in ((string, string)[])
            [("reportingComponent", "reportingController"), ("reportingInstance", "reportingInstance"), ("action", "action"), ("reason", "reason")])
        {
            var text = tree.Text(field);
            if (text.Length == 0)
                errors.Add(Required(name));
            if (text.Length > WordLimit && field != "reportingComponent")
                errors.Add(Invalid(name, "", $"can have at most {WordLimit} characters"));
        }

        if (tree.Text("message").Length > NoteLimit)
            errors.Add(Invalid("message", "", $"can have at most {NoteLimit} characters"));
    }

    private static void CheckSeries(JsonObject? series, ImmutableArray<FieldError>.Builder errors)
    {
        if (series is null)
            return;
        if (JsonFacts.Whole(series["count"]) is null or < 2)
            errors.Add(Invalid("series.count", "", "should be at least 2"));
        if (series.Text("lastObservedTime").Length == 0)
            errors.Add(Required("series.lastObservedTime"));
    }

    private static void CheckStrict(JsonObject tree, ImmutableArray<FieldError>.Builder errors)
    {
        if (tree.Text("eventTime").Length == 0)
            errors.Add(Required("eventTime"));
        if (tree.Text("type") is not ("Normal" or "Warning"))
            errors.Add(Invalid("type", "", $"has invalid value: {tree.Text("type")}"));
        foreach (var field in (string[])["firstTimestamp", "lastTimestamp", "count", "source"])
        {
            if (IsSet(tree[field]))
                errors.Add(Invalid(field, "", "needs to be unset"));
        }
    }

    private static void CheckUnchanged(JsonObject tree, JsonObject live, ImmutableArray<FieldError>.Builder errors)
    {
        foreach (var field in Fixed.Where(field => !JsonNode.DeepEquals(tree[field], live[field])))
        {
            var name = field == "reportingComponent" ? "reportingController" : field;
            errors.Add(new FieldError(name, FieldReason.FieldValueInvalid, $"Invalid value: {JsonFacts.Quote(tree[field])}: field is immutable"));
        }
    }

    /// <summary>Zero and nothing are the same to a typed server.</summary>
    private static bool IsSet(JsonNode? node) => node switch
    {
        null => false,
        JsonObject map => map.Any(member => IsSet(member.Value)),
        _ => JsonFacts.Whole(node) is not 0 && JsonFacts.Text(node) is not "",
    };

    private static FieldError Required(string field) => new(field, FieldReason.FieldValueRequired, "Required value");

    private static FieldError Invalid(string field, string value, string why) =>
        new(field, FieldReason.FieldValueInvalid, $"Invalid value: \"{value}\": {why}");
}
