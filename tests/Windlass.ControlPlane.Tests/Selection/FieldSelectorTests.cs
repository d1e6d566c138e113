using System.Text.Json.Nodes;

using CsCheck;

using Windlass.ControlPlane.Selection;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Tests.Selection;

public sealed class FieldSelectorTests
{
    private static readonly StoredObject Stored = StoredObject.Create(
        new ObjectKey("/x", "ns", "n1"), 1, new JsonObject { ["spec"] = new JsonObject { ["colour"] = "a,b=c", ["count"] = 3, ["on"] = true } });

    [Theory]
    [InlineData("metadata.name=n1", true)]
    [InlineData("metadata.name==n1,metadata.namespace=ns", true)]
    [InlineData("metadata.name!=n1", false)]
    [InlineData(@"spec.colour=a\,b\=c", true)]
    [InlineData("spec.count=3", true)]
    [InlineData("spec.on=true", true)]
    [InlineData("spec.missing=", true)]
    [InlineData("spec.missing.deeper!=x", true)]
    public void Selector_Matches(string text, bool expected)
    {
        Assert.True(FieldSelector.TryParse(text, out var selector, out var error), error);
        Assert.Equal(expected, selector.Matches(Stored));
    }

    [Theory]
    [InlineData("metadata.name")]
    [InlineData("=x")]
    [InlineData(@"a=b\")]
    public void Nonsense_IsRefused(string text) => Assert.False(FieldSelector.TryParse(text, out _, out _));

    [Fact]
    public void AnyText_NeverThrows() =>
        Gen.OneOf(Gen.String, Gen.String[@"ab=!,\."]).Sample(text => !FieldSelector.TryParse(text, out var selector, out _) || selector.Matches(Stored) || true);
}
