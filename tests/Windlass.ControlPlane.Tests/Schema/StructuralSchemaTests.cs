using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Tests.Schema;

public sealed class StructuralSchemaTests
{
    private const string Skipped =
        "<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation";

    /// <summary>Recorded from the real server: the spec, and the errors without the note that rules were skipped.</summary>
    [Theory]
    [InlineData("""{"mode":"b"}""", """spec.mode: Unsupported value: "b": supported values: "a", "c" """)]
    [InlineData("{}", "spec.mode: Required value")]
    [InlineData(null, "spec: Required value")]
    [InlineData("""{"mode":"a","replicas":"1"}""", """spec.replicas: Invalid value: "string": spec.replicas in body must be of type integer: "string" """)]
    [InlineData("""{"mode":1}""", """spec.mode: Invalid value: "integer": spec.mode in body must be of type string: "integer"¦spec.mode: Unsupported value: 1: supported values: "a", "c" """)]
    [InlineData("""{"mode":"a","ratio":"x"}""", """spec.ratio: Invalid value: "string": spec.ratio in body must be of type number: "string" """)]
    [InlineData("""{"mode":"a","flag":"true"}""", """spec.flag: Invalid value: "string": spec.flag in body must be of type boolean: "string" """)]
    [InlineData("""{"mode":"a","since":"yesterday"}""", """spec.since: Invalid value: "yesterday": spec.since in body must be of type date-time: "yesterday" """)]
    [InlineData("""{"mode":"a","name":"abcdefg"}""", "spec.name: Too long: may not be more than 5 bytes")]
    [InlineData("""{"mode":"a","roles":["q"]}""", """spec.roles[0]: Unsupported value: "q": supported values: "x", "y", "z" """)]
    [InlineData("""{"mode":"a","roles":["x","y","z","x"]}""", """spec.roles: Too many: 4: must have at most 3 items¦spec.roles[3]: Duplicate value: "x" """)]
    [InlineData("""{"mode":"a","uniq":["1","2","3"]}""", "spec.uniq: Too many: 3: must have at most 2 items")]
    [InlineData("""{"mode":"a","ports":[{"port":1}]}""", "spec.ports[0].name: Required value")]
    [InlineData("""{"mode":"a","ports":{"name":"x"}}""", """spec.ports: Invalid value: "object": spec.ports in body must be of type array: "object" """)]
    [InlineData("""{"mode":"a","ports":[{"name":"p"},null]}""", """spec.ports[1]: Invalid value: "null": spec.ports[1] in body must be of type object: "null" """)]
    [InlineData("""{"mode":"a","tags":{"a":"1","b":"2","c":"3"}}""", "spec.tags: Too many: 3: must have at most 2 items")]
    [InlineData("""{"mode":"a","tags":{"a":"123456"}}""", "spec.tags.a: Too long: may not be more than 5 bytes")]
    [InlineData("""{"mode":"a","tags":{"a":5}}""", """spec.tags.a: Invalid value: "integer": spec.tags.a in body must be of type string: "integer" """)]
    [InlineData("""{"mode":"a","ios":true}""", """spec.ios: Invalid value: "boolean": spec.ios in body must be of type integer,string: "boolean" """)]
    [InlineData("[]", """spec: Invalid value: "array": spec in body must be of type object: "array" """)]
    [InlineData("""{"mode":"a","deep":{"er":"x"}}""", """spec.deep.er: Invalid value: "string": spec.deep.er in body must be of type object: "string" """)]
    public void BrokenShape_Create_IsRefusedInTheServersWordsAndRulesAreSkipped(string? spec, string expected)
    {
        Assert.Equal([.. expected.Trim().Split('¦'), Skipped], Check(Gadgets.Make(spec)));
    }

    [Theory]
    [InlineData("""{"mode":"a","replicas":0}""", "spec.replicas: Invalid value: 0: spec.replicas in body should be greater than or equal to 1")]
    [InlineData("""{"mode":"a","replicas":11}""", "spec.replicas: Invalid value: 11: spec.replicas in body should be less than or equal to 10")]
    [InlineData("""{"mode":"a","xmin":1,"xmax":9}""", "spec.xmax: Invalid value: 9: spec.xmax in body should be less than 9¦spec.xmin: Invalid value: 1: spec.xmin in body should be greater than 1")]
    [InlineData("""{"mode":"a","name":"A"}""", """spec.name: Invalid value: "A": spec.name in body should be at least 2 chars long""")]
    [InlineData("""{"mode":"a","name":"AB"}""", """spec.name: Invalid value: "AB": spec.name in body should match '^[a-z]+$'""")]
    [InlineData("""{"mode":"a","name":"ab\n"}""", """spec.name: Invalid value: "ab\n": spec.name in body should match '^[a-z]+$'""")]
    [InlineData("""{"mode":"a","roles":["x","x"]}""", """spec.roles[1]: Duplicate value: "x" """)]
    [InlineData("""{"mode":"a","roles":[]}""", "spec.roles: Invalid value: 0: spec.roles in body should have at least 1 items")]
    [InlineData("""{"mode":"a","ports":[{"name":"p"},{"name":"p"}]}""", """spec.ports[1]: Duplicate value: {"name":"p"}""")]
    [InlineData("""{"mode":"a","tags":{}}""", "spec.tags: Invalid value: 0: spec.tags in body should have at least 1 properties")]
    [InlineData("""{"mode":"a","tags":{"bad":"1"}}""", "spec: Invalid value: no bad tag")]
    [InlineData("""{"mode":"c","roles":["x","y","z"]}""", "spec: Invalid value: failed rule: !has(self.roles) || size(self.roles) < 3 || self.mode == 'a'")]
    public void BrokenBoundOrRule_Create_IsRefusedInTheServersWords(string spec, string expected) =>
        Assert.Equal(expected.Trim().Split('¦'), Check(Gadgets.Make(spec)));

    [Theory]
    [InlineData("""{"mode":"a","ios":null}""", """{"mode":"a","replicas":1}""")]
    [InlineData("""{"mode":"a","nul":null}""", """{"mode":"a","nul":null,"replicas":1}""")]
    [InlineData("""{"mode":"a","fixed":null,"replicas":null}""", """{"mode":"a","replicas":1}""")]
    [InlineData("""{"mode":"a","ports":[{"name":"p"}]}""", """{"mode":"a","ports":[{"name":"p","proto":"TCP"}],"replicas":1}""")]
    public void ValidSpec_ApplyDefaults_FillsAndDropsNullsAsTheServerDid(string spec, string expected)
    {
        var gadget = Gadgets.Make(spec);
        Assert.Empty(Check(gadget));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), gadget["spec"]), gadget.ToJsonString());
        Assert.Equal(-1, gadget["status"]!["observedGeneration"]!.GetValue<int>());
    }

    [Fact]
    public void UnknownFields_Prune_ListsThemInTheServersOrderAndRemovesThem()
    {
        var gadget = Gadgets.Parse("""
            {"apiVersion":"t.example.com/v1","kind":"Gadget","metadata":{"name":"v","bogus":1,"labels":{"a/b":"1"}},
             "spec":{"mode":"a","bogus":1,"ports":[{"name":"x","zz":1},{"name":"y","zz":1}],"deep":{"er":{"q":{"a":1}}},"any":{"w":1}},"extra":{}}
            """);

        Assert.Equal(
            ["metadata.bogus", "extra", "spec.bogus", "spec.deep.er.q", "spec.ports[0].zz", "spec.ports[1].zz"],
            Gadgets.Schema.Prune(gadget));
        Assert.Empty(Gadgets.Schema.Prune(gadget));
        Assert.Equal(1, gadget["spec"]!["any"]!["w"]!.GetValue<int>());
        Assert.Equal("1", gadget["metadata"]!["labels"]!["a/b"]!.GetValue<string>());
    }

    [Fact]
    public void ImmutableField_Changed_IsForbidden()
    {
        var old = Gadgets.Make("""{"mode":"a","fixed":"abc"}""");
        var changed = Gadgets.Make("""{"mode":"a","fixed":"abd"}""");

        Assert.Equal(["spec: Forbidden: fixed is immutable"], Check(changed, old));
        Assert.Empty(Check(changed));
        Assert.Empty(Check(Gadgets.Make("""{"mode":"c","fixed":"abc"}"""), old));
    }

    [Fact]
    public void StoredInvalidValue_UnrelatedUpdate_IsTolerated()
    {
        var old = Gadgets.Make("""{"mode":"gone","replicas":1,"ports":[{"name":"p","port":"text"}]}""");
        var update = Gadgets.Make("""{"mode":"gone","replicas":2,"ports":[{"name":"q"},{"name":"p","port":"text"}]}""");

        Assert.Empty(Check(update, old));
        Assert.NotEmpty(Check(update));
    }

    private static string[] Check(JsonObject gadget, JsonObject? old = null)
    {
        Gadgets.Schema.ApplyDefaults(gadget);
        return [.. Gadgets.Schema.Validate(gadget, old).Select(error => error.ToString())];
    }
}
