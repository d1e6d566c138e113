using System.Text.Json.Nodes;
using CsCheck;
using Windlass.ControlPlane.Printing;

namespace Windlass.ControlPlane.Tests.Printing;

public sealed class JsonPathTests
{
    private const string Root = """{"a":{"b":[{"t":"Ready","s":"True","n":1},{"t":"Done","s":"False","n":2}],"x.y/z":5},"list":["p","q"],"z":null}""";

    [Theory]
    [InlineData(".a.b[0].s", "\"True\"")]
    [InlineData("{.a.b[-1].s}", "\"False\"")]
    [InlineData(".a['x.y/z']", "5")]
    [InlineData(@".a.x\.y/z", "5")]
    [InlineData(""".a.b[?(@.t=="Ready")].s""", "\"True\"")]
    [InlineData(""".a.b[?(@.t == 'Done')].s""", "\"False\"")]
    [InlineData(""".a.b[?(@.t!="Ready")].s""", "\"False\"")]
    [InlineData(".a.b[?(@.n==2)].t", "\"Done\"")]
    [InlineData(".a.b[?(@.s)].t", "\"Ready\" \"Done\"")]
    [InlineData(".a.b[*].t", "\"Ready\" \"Done\"")]
    [InlineData(".list", "[\"p\",\"q\"]")]
    [InlineData(".missing.x", "")]
    [InlineData(".list.x", "")]
    [InlineData(".list[7]", "")]
    public void Path_Evaluate_FindsWhatKubectlFinds(string path, string expected)
    {
        var parsed = Assert.IsType<JsonPathOutcome.Parsed>(JsonPath.Parse(path));
        Assert.Equal(expected, string.Join(" ", parsed.Path.Evaluate(JsonNode.Parse(Root)).Select(node => node?.ToJsonString())));
    }

    [Theory]
    [InlineData(".a[")]
    [InlineData(".a[x]")]
    [InlineData(".a[?(@.t=~'x')]")]
    [InlineData(".a..b")]
    [InlineData(".a['x]")]
    [InlineData(".a b")]
    public void NoPath_Parse_IsRefusedWithAReason(string path) => Assert.NotEmpty(Assert.IsType<JsonPathOutcome.Refused>(JsonPath.Parse(path)).Why);

    [Fact]
    public void AnyText_ParseAndEvaluate_NeverThrow() => Gen.String[Gen.Char[".a[]'\"?(@)=*-1b\\{} $!"], 0, 24].Sample(text =>
    {
        if (JsonPath.Parse(text) is JsonPathOutcome.Parsed parsed)
            _ = parsed.Path.Evaluate(JsonNode.Parse(Root));
    }, iter: 5000);
}
