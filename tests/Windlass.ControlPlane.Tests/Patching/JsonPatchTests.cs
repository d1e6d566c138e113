using System.Text.Json.Nodes;
using CsCheck;
using Windlass.ControlPlane.Patching;

namespace Windlass.ControlPlane.Tests.Patching;

public sealed class JsonPatchTests
{
    private const string Target = """{"a":{"b":[1,2,3],"c~/d":"x"},"n":null}""";

    [Theory]
    [InlineData("""[{"op":"add","path":"/a/e","value":{"f":1}}]""", """{"a":{"b":[1,2,3],"c~/d":"x","e":{"f":1}},"n":null}""")]
    [InlineData("""[{"op":"add","path":"/a/b/-","value":4}]""", """{"a":{"b":[1,2,3,4],"c~/d":"x"},"n":null}""")]
    [InlineData("""[{"op":"add","path":"/a/b/0","value":0}]""", """{"a":{"b":[0,1,2,3],"c~/d":"x"},"n":null}""")]
    [InlineData("""[{"op":"replace","path":"/a/c~0~1d","value":"y"}]""", """{"a":{"b":[1,2,3],"c~/d":"y"},"n":null}""")]
    [InlineData("""[{"op":"remove","path":"/a/b/1"}]""", """{"a":{"b":[1,3],"c~/d":"x"},"n":null}""")]
    [InlineData("""[{"op":"move","from":"/a/b","path":"/b"}]""", """{"a":{"c~/d":"x"},"n":null,"b":[1,2,3]}""")]
    [InlineData("""[{"op":"copy","from":"/a/b/0","path":"/a/b/-"}]""", """{"a":{"b":[1,2,3,1],"c~/d":"x"},"n":null}""")]
    [InlineData("""[{"op":"test","path":"/a/b","value":[1,2,3]},{"op":"replace","path":"/n","value":1}]""", """{"a":{"b":[1,2,3],"c~/d":"x"},"n":1}""")]
    [InlineData("""[{"op":"test","path":"/missing","value":null}]""", Target)]
    [InlineData("""[{"op":"replace","path":"","value":{"z":1}}]""", """{"z":1}""")]
    public void Patch_Apply_FollowsTheRfc(string patch, string expected)
    {
        var target = JsonNode.Parse(Target)!;
        var patched = Assert.IsType<PatchOutcome.Patched>(JsonPatch.Apply(target, (JsonArray)JsonNode.Parse(patch)!));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), patched.Result), patched.Result.ToJsonString());
        Assert.Equal(Target, target.ToJsonString());
    }

    [Theory]
    [InlineData("""[{"op":"test","path":"/a/b/0","value":2}]""", false)]
    [InlineData("""[{"op":"test","path":"/missing","value":1}]""", false)]
    [InlineData("""[{"op":"replace","path":"/missing","value":1}]""", false)]
    [InlineData("""[{"op":"remove","path":"/a/b/3"}]""", false)]
    [InlineData("""[{"op":"remove","path":"/a/b/01"}]""", false)]
    [InlineData("""[{"op":"add","path":"/x/y","value":1}]""", false)]
    [InlineData("""[{"op":"add","path":"/a/b/5","value":1}]""", false)]
    [InlineData("""[{"op":"move","from":"/a","path":"/a/b"}]""", false)]
    [InlineData("""[{"op":"remove","path":""}]""", false)]
    [InlineData("""[{"op":"add","path":"a","value":1}]""", true)]
    [InlineData("""[{"op":"add","path":"/a"}]""", true)]
    [InlineData("""[{"op":"bogus","path":"/a"}]""", true)]
    [InlineData("[1]", true)]
    public void PatchThatDoesNotFit_Apply_FailsAndSaysWhoseFaultItIs(string patch, bool isMalformed) =>
        Assert.Equal(isMalformed, Assert.IsType<PatchOutcome.Failed>(JsonPatch.Apply(JsonNode.Parse(Target)!, (JsonArray)JsonNode.Parse(patch)!)).IsMalformed);

    [Fact]
    public void AnyPatch_Apply_NeverThrows()
    {
        var paths = Gen.Int[0, 9].Select(i => (string[])["", "/", "/a", "/a/b", "/a/b/0", "/a/b/-", "/a/b/9", "/n/x", "b", "/a/c~0~1d"]).SelectMany(all => Gen.Int[0, all.Length - 1].Select(i => all[i]));
        var verbs = Gen.Int[0, 5].Select(i => ((string[])["add", "remove", "replace", "move", "copy", "test"])[i]);
        var operations = Gen.Select(verbs, paths, paths).Select((verb, path, from) => (JsonNode)new JsonObject { ["op"] = verb, ["path"] = path, ["from"] = from, ["value"] = path.Length });
        operations.Array[0, 6].Sample(patch => _ = JsonPatch.Apply(JsonNode.Parse(Target)!, new JsonArray([.. patch.Select(operation => operation.DeepClone())])), iter: 3000);
    }
}
