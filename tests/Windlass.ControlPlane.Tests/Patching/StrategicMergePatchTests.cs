using System.Text.Json.Nodes;
using Windlass.ControlPlane.Patching;

namespace Windlass.ControlPlane.Tests.Patching;

public sealed class StrategicMergePatchTests
{
    [Theory]
    [InlineData("""{"data":{"a":"1","b":"2"}}""", """{"data":{"b":null,"c":"3"}}""", """{"data":{"a":"1","c":"3"}}""")]
    [InlineData("""{"data":{"a":"1"}}""", """{"data":{"$patch":"replace","c":"3"}}""", """{"data":{"c":"3"}}""")]
    [InlineData("""{"data":{"a":"1"},"type":"t"}""", """{"data":{"$patch":"delete"}}""", """{"type":"t"}""")]
    [InlineData("""{"data":{"a":"1","b":"2"}}""", """{"data":{"$retainKeys":["b","c"],"c":"3"}}""", """{"data":{"b":"2","c":"3"}}""")]
    [InlineData("""{"metadata":{"finalizers":["a"]}}""", """{"metadata":{"finalizers":["b","a"]}}""", """{"metadata":{"finalizers":["a","b"]}}""")]
    [InlineData("""{"metadata":{"finalizers":["a","b"]}}""", """{"metadata":{"$deleteFromPrimitiveList/finalizers":["a"]}}""", """{"metadata":{"finalizers":["b"]}}""")]
    [InlineData(
        """{"metadata":{"ownerReferences":[{"uid":"1","name":"x"},{"uid":"2","name":"y"}]}}""",
        """{"metadata":{"$setElementOrder/ownerReferences":[{"uid":"2"}],"ownerReferences":[{"uid":"2","name":"z"},{"$patch":"delete","uid":"1"},{"uid":"3"}]}}""",
        """{"metadata":{"ownerReferences":[{"uid":"2","name":"z"},{"uid":"3"}]}}""")]
    [InlineData("""{"subsets":[1,2]}""", """{"subsets":[3]}""", """{"subsets":[3]}""")]
    [InlineData("""{"metadata":{"labels":{"a":"1"}}}""", """{"metadata":{"labels":null}}""", """{"metadata":{}}""")]
    public void Patch_Apply_MergesAsBuiltInsDo(string target, string patch, string expected)
    {
        var patched = Assert.IsType<PatchOutcome.Patched>(StrategicMergePatch.Apply("ConfigMap", JsonNode.Parse(target)!, JsonNode.Parse(patch)!));
        Assert.Equal(expected, patched.Result.ToJsonString());
    }

    [Theory]
    [InlineData("""{"data":{"$patch":"upsert"}}""")]
    [InlineData("[]")]
    public void UnknownDirective_Apply_Fails(string patch) =>
        Assert.True(Assert.IsType<PatchOutcome.Failed>(StrategicMergePatch.Apply("Secret", JsonNode.Parse("{}")!, JsonNode.Parse(patch)!)).IsMalformed);
}
