using System.Text.Json.Nodes;
using CsCheck;
using Windlass.ControlPlane.Schema;
using Windlass.ControlPlane.Schema.Cel;

namespace Windlass.ControlPlane.Tests.Schema;

public sealed class CelTests
{
    private static readonly string[] Words =
        ["self", ".", "a", "(", ")", "[", "]", "&&", "||", "!", "==", "'x'", "1", "all", ",", "?", ":", "-", " ", "has", "in", "\"", "\\", "9999999999999999999", "size"];

    private const string Self = """{"a":1,"b":"text","list":[1,2,3],"names":[{"n":"x"},{"n":"y"}],"map":{"k":"v"},"no":null,"d":1.5,"a-b":true,"truth":true}""";

    [Theory]
    [InlineData("self.a == 1 && self.b != 'x'", true)]
    [InlineData("has(self.missing)", false)]
    [InlineData("!has(self.missing) || self.missing > 3", true)]
    [InlineData("self.missing > 3 || !has(self.missing)", true)]
    [InlineData("self.missing > 3 && false", false)]
    [InlineData("size(self.list) == 3 && self.list.size() >= 3", true)]
    [InlineData("self.b.size() == 4", true)]
    [InlineData("'k' in self.map && 2 in self.list && !(4 in self.list)", true)]
    [InlineData("self.map['k'] == 'v' && self.list[1] == 2", true)]
    [InlineData("self.names.all(i, i.n.size() > 0)", true)]
    [InlineData("self.names.exists(i, i.n == 'y')", true)]
    [InlineData("self.names.exists_one(i, i.n == 'y')", true)]
    [InlineData("self.names.filter(i, i.n == 'y').size() == 1", true)]
    [InlineData("self.names.map(i, i.n) == ['x', 'y']", true)]
    [InlineData("self.names.all(i, self.names.exists(j, j.n == i.n))", true)]
    [InlineData("self.map.all(k, self.map[k] == 'v')", true)]
    [InlineData("self.b.startsWith('te') && self.b.endsWith(\"xt\") && self.b.contains('ex') && self.b.matches('^[a-z]+$')", true)]
    [InlineData("self.a + 2 * 3 == 7 && 7 / 2 == 3 && 7 % 2 == 1 && -self.a == 0 - 1", true)]
    [InlineData("self.d > 1.0 && self.d < 2", true)]
    [InlineData("self.a == 1 ? self.b == 'text' : false", true)]
    [InlineData("self.a__dash__b", true)]
    [InlineData("self.b <= 'u' && 'a' < 'b'", true)]
    [InlineData("string(self.a) == '1' && int('5') == 5", true)]
    [InlineData("self.no == null", true)]
    [InlineData("self.a == 'text'", false)]
    public void Rule_Evaluate_FollowsCel(string rule, bool expected) => Assert.Equal(new CelValue.Truth(expected), Evaluate(rule));

    [Theory]
    [InlineData("self.missing == 1")]
    [InlineData("self.list[3] == 1")]
    [InlineData("1 / 0 == 1")]
    [InlineData("9223372036854775807 + 1 > 0")]
    [InlineData("self.b > 1")]
    [InlineData("!self.a")]
    public void RuleThatCannotBeDecided_Evaluate_IsAFailure(string rule) => Assert.IsType<CelValue.Failure>(Evaluate(rule));

    [Fact]
    public void AnyText_Parse_ThrowsNothingButARefusal()
    {
        var words = Gen.Int[0, Words.Length - 1].Select(i => Words[i]);
        words.Array[0, 14].Select(string.Concat).Sample(text =>
        {
            try
            {
                _ = CelEvaluator.Evaluate(CelParser.Parse(text, "rule"), CelScope.Of(CelValue.Of(JsonNode.Parse(Self)), null));
            }
            catch (InvalidDefinitionException refused)
            {
                Assert.NotEmpty(refused.Message);
            }
        }, iter: 5000);
    }

    [Fact]
    public void DeepNesting_Parse_IsRefusedInsteadOfOverflowingTheStack() =>
        Assert.Throws<InvalidDefinitionException>(() => CelParser.Parse(new string('(', 100_000), "rule"));

    private static CelValue Evaluate(string rule) => CelEvaluator.Evaluate(CelParser.Parse(rule, "rule"), CelScope.Of(CelValue.Of(JsonNode.Parse(Self)), null));
}
