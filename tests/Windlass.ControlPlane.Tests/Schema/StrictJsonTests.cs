using System.Text;
using CsCheck;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Tests.Schema;

public sealed class StrictJsonTests
{
    [Fact]
    public void DuplicatesAndUnknownFields_DescribeStrictly_ReadsLikeTheServer()
    {
        var parsed = Parse("""
            {"apiVersion":"t.example.com/v1","kind":"Gadget","metadata":{"name":"v","bogus":1},
             "spec":{"mode":"a","bogus":1,"mode":"c","ports":[{"name":"x","zz":1},{"name":"y","zz":1}],"deep":{"er":{"q":{"a":1}}},"any":{"w":1,"w":2}},"extra":{}}
            """);
        var unknown = Gadgets.Schema.Prune(parsed.Object!);

        Assert.Equal(
            """strict decoding error: duplicate field "spec.mode", duplicate field "spec.any.w", unknown field "metadata.bogus", unknown field "extra", """
            + """unknown field "spec.bogus", unknown field "spec.deep.er.q", unknown field "spec.ports[0].zz", unknown field "spec.ports[1].zz" """.Trim(),
            parsed.DescribeStrictly(unknown));
        Assert.Equal("c", parsed.Object!["spec"]!["mode"]!.GetValue<string>());
    }

    [Fact]
    public void NothingWrong_DescribeStrictly_IsNull() => Assert.Null(Parse("""{"a":1}""").DescribeStrictly([]));

    [Theory]
    [InlineData("")]
    [InlineData("{\"a\":")]
    [InlineData("[]")]
    [InlineData("{} {}")]
    [InlineData("null")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    public void NoObject_Parse_SaysWhy(string json)
    {
        var parsed = Parse(json);
        Assert.Null(parsed.Object);
        Assert.NotNull(parsed.Error);
    }

    [Fact]
    public void NumbersOfABody_Read_ConvertToAnyClrType()
    {
        var number = Parse("""{"a":5}""").Object!["a"]!;
        Assert.Equal((5, 5L, 5d), (number.GetValue<int>(), number.GetValue<long>(), number.GetValue<double>()));
    }

    [Fact]
    public void AnyBytes_Parse_NeverThrow() => Gen.OneOf(Gen.Byte.Array[0, 40], Gen.String[Gen.Char["{}[]\":,a1\\u dtruefalsn.-"], 0, 40].Select(Encoding.UTF8.GetBytes))
        .Sample(bytes =>
        {
            var parsed = StrictJson.Parse(bytes);
            Assert.NotEqual(parsed.Object is null, parsed.Error is null);
        }, iter: 5000);

    private static StrictJsonResult Parse(string json) => StrictJson.Parse(Encoding.UTF8.GetBytes(json));
}
