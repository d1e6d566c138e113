using System.Collections.Frozen;

using CsCheck;

using Windlass.ControlPlane.Selection;

namespace Windlass.ControlPlane.Tests.Selection;

public sealed class LabelSelectorParserTests
{
    private static readonly FrozenDictionary<string, string> Labels =
        new Dictionary<string, string> { ["app"] = "web", ["example.com/tier"] = "front", ["size"] = "12", ["empty"] = "" }.ToFrozenDictionary();

    [Theory]
    [InlineData("", true)]
    [InlineData("app=web", true)]
    [InlineData("app==web", true)]
    [InlineData("app = web , example.com/tier", true)]
    [InlineData("app=db", false)]
    [InlineData("app!=db", true)]
    [InlineData("app!=web", false)]
    [InlineData("missing!=x", true)]
    [InlineData("app in (db, web)", true)]
    [InlineData("app in (db)", false)]
    [InlineData("app notin (db,cache)", true)]
    [InlineData("missing notin (a)", true)]
    [InlineData("!missing", true)]
    [InlineData("!app", false)]
    [InlineData("size>11", true)]
    [InlineData("size<12", false)]
    [InlineData("empty=", true)]
    [InlineData("app=", false)]
    public void Selector_Matches(string text, bool expected)
    {
        Assert.True(LabelSelectorParser.TryParse(text, out var selector, out var error), error);
        Assert.Equal(expected, selector.Matches(Labels));
    }

    [Theory]
    [InlineData("app in web")]
    [InlineData("app in (web")]
    [InlineData("=web")]
    [InlineData("app=web,")]
    [InlineData("app>many")]
    [InlineData("app=not valid")]
    [InlineData("-app")]
    public void Nonsense_IsRefusedWithASentence(string text)
    {
        Assert.False(LabelSelectorParser.TryParse(text, out _, out var error));
        Assert.NotEmpty(error);
    }

    [Fact]
    public void AnyText_NeverThrows() =>
        Gen.OneOf(Gen.String, Gen.String["ab=!(),<> in"]).Sample(text => LabelSelectorParser.TryParse(text, out _, out _) || true);
}
