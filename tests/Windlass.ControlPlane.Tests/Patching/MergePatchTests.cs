using System.Text.Json.Nodes;
using Windlass.ControlPlane.Patching;

namespace Windlass.ControlPlane.Tests.Patching;

public sealed class MergePatchTests
{
    /// <summary>The examples of RFC 7386, appendix A, that have an object as the target.</summary>
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", "{}")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void Patch_Apply_FollowsTheRfc(string target, string patch, string expected)
    {
        var before = JsonNode.Parse(target)!;
        Assert.Equal(expected, MergePatch.Apply(before, JsonNode.Parse(patch)!).ToJsonString());
        Assert.Equal(target, before.ToJsonString());
    }
}
