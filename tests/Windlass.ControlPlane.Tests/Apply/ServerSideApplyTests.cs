using System.Text.Json.Nodes;
using Windlass.ControlPlane.Apply;
using Windlass.ControlPlane.Tests.Schema;

namespace Windlass.ControlPlane.Tests.Apply;

/// <summary>The steps and answers were recorded from a real 1.36 server.</summary>
public sealed class ServerSideApplyTests
{
    private const string Full = """
        {"mode":"a","roles":["x","z"],"ports":[{"name":"p","port":1},{"name":"q"}],"atoms":[{"a":"1"}],"tags":{"t":"1"},"deep":{"er":{"x":1}},"any":{"w":{"v":[1,{"b":2}]}},"ios":5}
        """;

    [Fact]
    public void NewObject_Apply_ClaimsLeavesAndEntriesButNoDefaults()
    {
        var cluster = new OneObject();
        var wanted = Gadgets.Make(Full);
        var metadata = (JsonObject)wanted["metadata"]!;
        metadata["labels"] = new JsonObject { ["l"] = "1" };
        metadata["annotations"] = new JsonObject { ["n"] = "1" };
        metadata["finalizers"] = new JsonArray("a.b/c");
        metadata["ownerReferences"] = new JsonArray(Gadgets.Parse("""{"apiVersion":"v1","kind":"Namespace","name":"default","uid":"u1"}"""));

        Assert.True(cluster.Apply(wanted, "A"));
        AssertJson(
            """
            {"f:metadata":{"f:annotations":{"f:n":{}},"f:finalizers":{"v:\"a.b/c\"":{}},"f:labels":{"f:l":{}},"f:ownerReferences":{"k:{\"uid\":\"u1\"}":{}}},
             "f:spec":{"f:any":{"f:w":{".":{},"f:v":{}}},"f:atoms":{},"f:deep":{"f:er":{"f:x":{}}},"f:ios":{},"f:mode":{},
             "f:ports":{"k:{\"name\":\"p\"}":{".":{},"f:name":{},"f:port":{}},"k:{\"name\":\"q\"}":{".":{},"f:name":{}}},"f:roles":{"v:\"x\"":{},"v:\"z\"":{}},"f:tags":{"f:t":{}}}}
            """,
            cluster.FieldsOf("A"));
    }

    [Fact]
    public void SameIntent_ApplyLater_ChangesNothingNotEvenTheTime()
    {
        var cluster = new OneObject();
        cluster.Apply(Gadgets.Make(Full), "A");
        var before = cluster.Live!.ToJsonString();

        Assert.False(cluster.Apply(Gadgets.Make(Full), "A"));
        Assert.Equal(before, cluster.Live!.ToJsonString());
    }

    [Fact]
    public void FieldsNoLongerApplied_Apply_RemovesThemAndTheirEmptyContainers()
    {
        var cluster = new OneObject();
        var wanted = Gadgets.Make(Full);
        wanted["metadata"]!["labels"] = new JsonObject { ["l"] = "1" };
        wanted["metadata"]!["finalizers"] = new JsonArray("a.b/c");
        cluster.Apply(wanted, "A");

        Assert.True(cluster.Apply(Gadgets.Make("""{"mode":"a"}"""), "A"));
        AssertJson("""{"mode":"a","replicas":1}""", cluster.Live!["spec"]);
        Assert.Equal(["name", "managedFields"], ((JsonObject)cluster.Live["metadata"]!).Select(member => member.Key));
        AssertJson("""{"f:spec":{"f:mode":{}}}""", cluster.FieldsOf("A"));
    }

    [Fact]
    public void TwoAppliersOneConflict_Apply_IsRefusedThenForced()
    {
        var cluster = new OneObject();
        cluster.Apply(Gadgets.Make("""{"mode":"a"}"""), "A");
        cluster.Apply(Gadgets.Make("""{"mode":"a"}"""), "B");
        var wanted = """{"mode":"c","ports":[{"name":"n","port":4}]}""";

        var conflicted = cluster.ApplyConflicting(Gadgets.Make(wanted), "B");
        Assert.Equal("""Apply failed with 1 conflict: conflict with "A": .spec.mode""", conflicted.Message);
        Assert.Equal(new ApplyConflict("A", ".spec.mode", "conflict with \"A\""), Assert.Single(conflicted.Conflicts));

        Assert.True(cluster.Apply(Gadgets.Make(wanted), "B", force: true));
        Assert.Null(cluster.FieldsOf("A"));
        AssertJson("""{"f:spec":{"f:mode":{},"f:ports":{"k:{\"name\":\"n\"}":{".":{},"f:name":{},"f:port":{}}}}}""", cluster.FieldsOf("B"));
    }

    [Fact]
    public void UpdaterAndApplier_ApplyOther_ListsConflictsInTheServersOrder()
    {
        var cluster = new OneObject();
        cluster.Apply(Gadgets.Make("""{"mode":"c","ports":[{"name":"n","port":4}]}"""), "B");
        cluster.MergePatch("""{"spec":{"ports":[{"name":"n","port":5}],"replicas":3,"roles":["z"]}}""", "E");

        AssertJson("""{"f:spec":{"f:mode":{},"f:ports":{"k:{\"name\":\"n\"}":{".":{},"f:name":{}}}}}""", cluster.FieldsOf("B"));
        AssertJson("""{"f:spec":{"f:ports":{"k:{\"name\":\"n\"}":{"f:port":{}}},"f:replicas":{},"f:roles":{".":{},"v:\"z\"":{}}}}""", cluster.FieldsOf("E"));
        var conflicted = cluster.ApplyConflicting(Gadgets.Make("""{"mode":"c","roles":["x"],"replicas":4,"ports":[{"name":"n","port":4}]}"""), "B");
        Assert.Equal(
            "Apply failed with 2 conflicts: conflicts with \"E\" using t.example.com/v1:\n- .spec.replicas\n- .spec.ports[name=\"n\"].port",
            conflicted.Message);

        cluster.MergePatch("""{"spec":{"ports":null}}""", "E");
        AssertJson("""{"f:spec":{"f:mode":{}}}""", cluster.FieldsOf("B"));
        AssertJson("""{"f:spec":{"f:replicas":{},"f:roles":{".":{},"v:\"z\"":{}}}}""", cluster.FieldsOf("E"));
    }

    [Fact]
    public void Status_ApplyThenUpdate_OwnsPerSubresourceAndLeavesTheRest()
    {
        var cluster = new OneObject();
        cluster.Apply(Gadgets.Make("""{"mode":"c"}"""), "B");
        var status = Gadgets.Make("""{"mode":"a"}""");
        status["status"] = Gadgets.Parse("""{"observedGeneration":2,"conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-01-01T00:00:00Z"}]}""");

        Assert.True(cluster.Apply(status, "S", subresource: "status"));
        Assert.Equal("c", cluster.Live!["spec"]!["mode"]!.GetValue<string>());
        AssertJson(
            """{"f:status":{"f:conditions":{"k:{\"type\":\"Ready\"}":{".":{},"f:lastTransitionTime":{},"f:status":{},"f:type":{}}},"f:observedGeneration":{}}}""",
            cluster.FieldsOf("S"));

        cluster.MergePatch("""{"status":{"observedGeneration":3}}""", "S2", "status");
        AssertJson("""{"f:status":{"f:observedGeneration":{}}}""", cluster.FieldsOf("S2"));
        Assert.Equal("status", cluster.EntryOf("S2")!["subresource"]!.GetValue<string>());
        Assert.Equal(
            """Apply failed with 1 conflict: conflict with "S2" with subresource "status" using t.example.com/v1: .status.observedGeneration""",
            cluster.ApplyConflicting(status, "S", "status").Message);
    }

    [Fact]
    public void ForgottenOwners_UpdateThenApply_BelongToBeforeFirstApply()
    {
        var cluster = new OneObject();
        cluster.Apply(Gadgets.Make("""{"mode":"c","replicas":3,"roles":["z"]}"""), "B");
        cluster.MergePatch("""{"metadata":{"managedFields":[{}]}}""", "E");
        Assert.Null(cluster.Live!["metadata"]!["managedFields"]);
        cluster.MergePatch("""{"spec":{"name":"abc"}}""", "E");
        Assert.Null(cluster.Live["metadata"]!["managedFields"]);

        Assert.Equal(
            """Apply failed with 1 conflict: conflict with "before-first-apply" using t.example.com/v1: .spec.mode""",
            cluster.ApplyConflicting(Gadgets.Make("""{"mode":"a"}"""), "B").Message);
        Assert.True(cluster.Apply(Gadgets.Make("""{"mode":"a"}"""), "B", force: true));
        AssertJson("""{"f:spec":{".":{},"f:name":{},"f:replicas":{},"f:roles":{".":{},"v:\"z\"":{}}}}""", cluster.FieldsOf("before-first-apply"));
        cluster.MergePatch("""{"metadata":{"managedFields":[]}}""", "E");
        AssertJson("""{"f:spec":{"f:mode":{}}}""", cluster.FieldsOf("B"));
    }

    /// <summary>kubectl's migration from client-side apply: it rewrites the owners with a JSON patch, then applies again.</summary>
    [Fact]
    public void ClientSideApplied_KubectlMigrates_OldFieldsCanBeRemovedByApply()
    {
        var cluster = new OneObject();
        cluster.Create(Gadgets.Make("""{"mode":"a","tags":{"x":"1"}}"""), "kubectl-client-side-apply");
        cluster.Apply(Gadgets.Make("""{"mode":"a","tags":{"x":"1"}}"""), "kubectl");
        var migrated = cluster.FieldsOf("kubectl-client-side-apply")!.ToJsonString();
        var entries = $$$"""[{"manager":"kubectl","operation":"Apply","apiVersion":"t.example.com/v1","fieldsType":"FieldsV1","fieldsV1":{{{migrated}}}}]""";
        cluster.MergePatch($$$"""{"metadata":{"managedFields":{{{entries}}}}}""", "kubectl");

        AssertJson(entries, cluster.Live!["metadata"]!["managedFields"]);
        Assert.True(cluster.Apply(Gadgets.Make("""{"mode":"a"}"""), "kubectl"));
        Assert.Null(cluster.Live["spec"]!["tags"]);
    }

    [Theory]
    [InlineData("""{"kind":"Gadget","metadata":{"name":"g"}}""", "invalid object type: /, Kind=Gadget")]
    [InlineData("""{"apiVersion":"t.example.com/v1","kind":"Gadget","metadata":{"name":"g","managedFields":[]}}""", "metadata.managedFields must be nil")]
    [InlineData("""{"apiVersion":"t.example.com/v1","kind":"Gadget","metadata":{"name":"g2"},"spec":{"mode":"a","ports":[{"name":"p"},{"name":"p"}]}}""",
        """failed to create typed patch object (/g2; t.example.com/v1, Kind=Gadget): .spec.ports: duplicate entries for key [name="p"]""")]
    [InlineData("""{"apiVersion":"t.example.com/v1","kind":"Gadget","metadata":{"name":"g2"},"spec":{"mode":"a","roles":["x","x"]}}""",
        """failed to create typed patch object (/g2; t.example.com/v1, Kind=Gadget): .spec.roles: duplicate entries for key [="x"]""")]
    [InlineData("""{"apiVersion":"t.example.com/v1","kind":"Gadget","metadata":{"name":"g2"},"spec":{"mode":"a","ports":[{"port":1}]}}""",
        """failed to create typed patch object (/g2; t.example.com/v1, Kind=Gadget): .spec.ports: element 0: associative list with keys has an element that omits all key fields ["name"] (and doesn't have default values for any key fields)""")]
    [InlineData("""{"apiVersion":"t.example.com/v1","kind":"Gadget","metadata":{"name":"g2"},"spec":{"mode":"a","bogus":1}}""",
        "failed to create typed patch object (/g2; t.example.com/v1, Kind=Gadget): .spec.bogus: field not declared in schema")]
    public void NoApplyConfiguration_Apply_IsRejectedInTheServersWords(string body, string message) =>
        Assert.Equal(new ApplyOutcome.Rejected(message), ServerSideApply.Apply(null, Gadgets.Parse(body), "A", false, null, Gadgets.Schema, OneObject.Start));

    [Fact]
    public void ItemsOfSeveralAppliers_Apply_KeepTheOrderTheServerGave()
    {
        var cluster = new OneObject();
        cluster.Apply(Gadgets.Make(Ports("a", "b", "c")), "A");
        cluster.Apply(Gadgets.Make(Ports("z")), "B");
        Assert.Equal(["a", "b", "c", "z"], PortNames(cluster));
        cluster.Apply(Gadgets.Make(Ports("c", "a")), "C");
        Assert.Equal(["b", "c", "z", "a"], PortNames(cluster));
    }

    private static string Ports(params string[] names) => $$"""{"mode":"a","ports":[{{string.Join(",", names.Select(name => $$"""{"name":"{{name}}"}"""))}}]}""";

    private static IEnumerable<string> PortNames(OneObject cluster) => ((JsonArray)cluster.Live!["spec"]!["ports"]!).Select(port => port!["name"]!.GetValue<string>());

    private static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"expected {expected}\nbut got  {actual?.ToJsonString()}");
}
