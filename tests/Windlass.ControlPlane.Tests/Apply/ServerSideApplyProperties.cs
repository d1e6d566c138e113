using System.Text.Json.Nodes;
using CsCheck;
using Windlass.ControlPlane.Apply;
using Windlass.ControlPlane.Tests.Schema;

namespace Windlass.ControlPlane.Tests.Apply;

public sealed class ServerSideApplyProperties
{
    private static readonly Gen<string?> Small = Gen.OneOf(Gen.Const((string?)null), Gen.Int[1, 3].Select(i => (string?)$"{i}"));

    private static readonly Gen<JsonObject> Intent =
        Gen.Select(Small, Small, Small, Names("x", "y", "z"), Names("p", "q", "r"), Small, Small, Make);

    [Fact]
    public void AnyIntent_AppliedTwice_ChangesNothingTheSecondTime() => Gen.Select(Intent, Intent).Sample((first, second) =>
    {
        var cluster = new OneObject();
        cluster.Apply(first, "A");
        cluster.Apply(second, "B", force: true);
        var before = cluster.Live!.ToJsonString();
        Assert.False(cluster.Apply(second, "B", force: true));
        Assert.Equal(before, cluster.Live!.ToJsonString());
    });

    [Fact]
    public void AnyIntent_Forced_IsOwnedAndPresent() => Gen.Select(Intent, Intent).Sample((first, second) =>
    {
        var cluster = new OneObject();
        cluster.Apply(first, "A");
        cluster.Apply(second, "B", force: true);
        Assert.Equal(FieldSet.Of(second, Gadgets.Schema), FieldSet.Parse(cluster.FieldsOf("B")) ?? FieldSet.Empty);
        var present = FieldSet.Of(cluster.Live!, Gadgets.Schema);
        Assert.Equal(FieldSet.Of(second, Gadgets.Schema), FieldSet.Of(second, Gadgets.Schema).Intersection(present));
    });

    [Fact]
    public void AnyIntent_AppliedAndWithdrawn_LeavesTheObjectAsBefore() => Gen.Select(Intent, Intent).Sample((first, second) =>
    {
        var cluster = new OneObject();
        cluster.Apply(first, "A");
        var before = (JsonObject)cluster.Live!.DeepClone();
        var outcome = ServerSideApply.Apply(cluster.Live, second, "B", false, null, Gadgets.Schema, OneObject.Start);
        if (outcome is ApplyOutcome.Conflicted)
            return;
        cluster.Apply(second, "B");
        cluster.Apply(Gadgets.Make("{}"), "B");
        Assert.Equal(
            FieldSet.Of(before, Gadgets.Schema),
            FieldSet.Of(cluster.Live!, Gadgets.Schema));
    });

    [Fact]
    public void AnyUpdate_Tracked_EveryWrittenFieldHasExactlyOneOwner() => Gen.Select(Intent, Intent).Sample((first, second) =>
    {
        var cluster = new OneObject();
        cluster.Create(first, "A");
        var after = (JsonObject)second.DeepClone();
        ManagedFields.TrackUpdate(cluster.Live, after, "B", null, Gadgets.Schema, OneObject.Start);
        var ledger = ManagedLedger.Read(after)!;
        var sets = ledger.Entries.Select(entry => entry.Fields).ToList();
        Assert.True(sets.Count < 2 || sets[0].Intersection(sets[1]).IsEmpty);
        var leaves = FieldSet.Of(after, Gadgets.Schema);
        Assert.True(leaves.Difference(sets.Aggregate(FieldSet.Empty, (union, set) => union.Union(set))).IsEmpty);
    });

    [Fact]
    public void AnyFieldSet_WrittenAndRead_IsTheSame() => Intent.Sample(intent =>
    {
        var set = FieldSet.Of(intent, Gadgets.Schema);
        Assert.Equal(set, FieldSet.Parse(set.ToFieldsV1()));
        Assert.True(set.Difference(set).IsEmpty);
        Assert.Equal(set, set.Union(FieldSet.Empty).Intersection(set));
    });

    [Fact]
    public void AnyTree_ReadAsFieldSet_NeverThrows()
    {
        var names = Gen.OneOf(Gen.String[Gen.Char["fkvi:.{}\"[]a1"], 0, 8], Gen.Const("k:{\"a\":1,\"a\":2}"), Gen.Const("."), Gen.Const("f:x"));
        Gen.Select(names, names, names).Sample((a, b, c) =>
        {
            var tree = new JsonObject { [a] = new JsonObject { [b] = c == "f:x" ? new JsonArray() : new JsonObject { [c] = new JsonObject() } } };
            _ = FieldSet.Parse(tree);
            _ = ManagedLedger.Read(new JsonObject { ["metadata"] = new JsonObject { ["managedFields"] = new JsonArray(new JsonObject { ["operation"] = "Apply", ["fieldsV1"] = tree }) } });
        }, iter: 3000);
    }

    private static Gen<string[]> Names(params string[] all) => Gen.Int[0, (1 << all.Length) - 1].Select(bits => all.Where((_, i) => (bits & (1 << i)) != 0).ToArray());

    private static JsonObject Make(string? mode, string? deep, string? label, string[] roles, string[] ports, string? port, string? free)
    {
        var spec = new JsonObject { ["mode"] = "a" };
        if (mode is not null)
            spec["fixed"] = mode;
        if (deep is not null)
            spec["deep"] = new JsonObject { ["er"] = new JsonObject { ["x"] = int.Parse(deep) } };
        if (roles.Length > 0)
            spec["roles"] = new JsonArray([.. roles.Select(role => (JsonNode)role)]);
        if (ports.Length > 0)
            spec["ports"] = new JsonArray([.. ports.Select(name => (JsonNode)(port is null ? new JsonObject { ["name"] = name } : new JsonObject { ["name"] = name, ["port"] = int.Parse(port) }))]);
        if (free is not null)
            spec["tags"] = new JsonObject { [free] = "1" };
        var gadget = Gadgets.Make(spec.ToJsonString());
        if (label is not null)
            gadget["metadata"]!["labels"] = new JsonObject { ["l"] = label };
        return gadget;
    }
}
