using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Apply;

/// <summary>All entries of one object's metadata.managedFields. Immutable.</summary>
internal sealed record ManagedLedger(ImmutableArray<ManagedEntry> Entries)
{
    /// <summary>Most Update entries kept per object; the oldest are joined into one, so that objects do not grow with every client's name.</summary>
    private const int MostUpdaters = 10;

    public static ManagedLedger Empty { get; } = new([]);

    public bool IsEmpty => Entries.IsEmpty;

    /// <returns>Null when the value cannot be read as managedFields.</returns>
    public static ManagedLedger? Read(JsonObject? obj)
    {
        if ((obj?["metadata"] as JsonObject)?["managedFields"] is not { } node)
            return Empty;
        if (node is not JsonArray list)
            return null;
        var entries = ImmutableArray.CreateBuilder<ManagedEntry>();
        foreach (var item in list)
        {
            if (ReadEntry(item) is not { } entry)
                return null;
            entries.Add(entry);
        }
        return new ManagedLedger(entries.ToImmutable());
    }

    /// <summary>True for <c>[{}]</c>, by which a client asks to forget all owners.</summary>
    public static bool IsReset(JsonObject obj) =>
        (obj["metadata"] as JsonObject)?["managedFields"] is JsonArray { Count: 1 } list && list[0] is JsonObject { Count: 0 };

    public ManagedEntry? Find(ManagedIdentity identity) => Entries.FirstOrDefault(entry => entry.Identity == identity);

    /// <summary>Puts or replaces one entry; an entry that owns nothing disappears.</summary>
    public ManagedLedger With(ManagedEntry entry)
    {
        var others = Entries.RemoveAll(existing => existing.Identity == entry.Identity);
        return new ManagedLedger(entry.Fields.IsEmpty ? others : others.Add(entry));
    }

    /// <summary>Changes the fields of every entry but one; entries left without fields disappear.</summary>
    public ManagedLedger ChangeOthers(ManagedIdentity except, Func<FieldSet, FieldSet> change) =>
        new([.. Entries.Select(entry => entry.Identity == except ? entry : entry with { Fields = change(entry.Fields) })
            .Where(entry => !entry.Fields.IsEmpty)]);

    public FieldSet OwnedByOthers(ManagedIdentity except) =>
        Entries.Where(entry => entry.Identity != except).Aggregate(FieldSet.Empty, (union, entry) => union.Union(entry.Fields));

    public void WriteTo(JsonObject obj)
    {
        if (obj["metadata"] is not JsonObject metadata)
            return;
        metadata.Remove("managedFields");
        var sorted = Capped().Entries.OrderBy(entry => entry.Operation)
            .ThenBy(entry => entry.Time, StringComparer.Ordinal)
            .ThenBy(entry => entry.Manager, StringComparer.Ordinal)
            .ThenBy(entry => entry.ApiVersion, StringComparer.Ordinal).ThenBy(entry => entry.Subresource, StringComparer.Ordinal);
        var list = new JsonArray([.. sorted.Select(WriteEntry)]);
        if (list.Count > 0)
            metadata["managedFields"] = list;
    }

    private ManagedLedger Capped()
    {
        var updaters = Entries.Where(entry => entry.Operation == ManagedOperation.Update)
            .OrderBy(entry => entry.Time, StringComparer.Ordinal)
            .ToList();
        if (updaters.Count <= MostUpdaters)
            return this;
        var oldest = updaters[..(updaters.Count - MostUpdaters + 1)];
        var ledger = new ManagedLedger(Entries.RemoveRange(oldest));
        foreach (var version in oldest.GroupBy(entry => entry.ApiVersion, StringComparer.Ordinal))
        {
            var fields = version.Aggregate(FieldSet.Empty, (union, entry) => union.Union(entry.Fields));
            ledger = ledger.With(
                new ManagedEntry("ancient-changes", ManagedOperation.Update, "", version.Key, version.Max(entry => entry.Time), fields));
        }
        return ledger;
    }

    private static ManagedEntry? ReadEntry(JsonNode? node)
    {
        if (node is not JsonObject map || FieldSet.Parse(map["fieldsV1"] ?? new JsonObject()) is not { } fields)
            return null;
        if (JsonFacts.Text(map["fieldsType"]) is not (null or "FieldsV1"))
            return null;
        ManagedOperation? operation = JsonFacts.Text(map["operation"]) switch
        {
            nameof(ManagedOperation.Apply) => ManagedOperation.Apply,
            nameof(ManagedOperation.Update) => ManagedOperation.Update,
            _ => null,
        };
        if (operation is not { } known)
            return null;
        return new ManagedEntry(
            JsonFacts.Text(map["manager"]) ?? "", known, JsonFacts.Text(map["subresource"]) ?? "", JsonFacts.Text(map["apiVersion"]) ?? "",
            JsonFacts.Text(map["time"]), fields);
    }

    private static JsonNode WriteEntry(ManagedEntry entry)
    {
        var map = new JsonObject
        {
            ["manager"] = entry.Manager,
            ["operation"] = entry.Operation.ToString(),
            ["apiVersion"] = entry.ApiVersion,
        };
        if (entry.Time is { } time)
            map["time"] = time;
        map["fieldsType"] = "FieldsV1";
        map["fieldsV1"] = entry.Fields.ToFieldsV1();
        if (entry.Subresource.Length > 0)
            map["subresource"] = entry.Subresource;
        return map;
    }
}
