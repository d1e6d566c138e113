using CsCheck;
using Windlass.Core.Forecasting;
using Windlass.Core.Tests.Catalogue;

namespace Windlass.Core.Tests.Forecasting;

public sealed class CloudShapeTests
{
    [Theory]
    [InlineData("controllers=3,network=12,compute=83,messaging=3", "controller 3, network 12, compute 83, messaging 3")]
    [InlineData("controller=1", "controller 1")]
    [InlineData("dns = 2", "dns 2")]
    public void RolesAndCounts_Parse_AreUnderstood(string text, string expected)
    {
        var shape = CloudShape.Parse(text, CatalogueFile.Named("epoxy").Spec, out var problem);

        Assert.Null(problem);
        Assert.Equal(expected, string.Join(", ", shape!.Counts.Select(count => $"{count.Role} {count.Nodes}")));
    }

    [Theory]
    [InlineData("", "write ROLE=COUNT")]
    [InlineData("compute=0", "from 1 to")]
    [InlineData("compute=1,compute=2", "twice")]
    [InlineData("cooks=3", "knows no role cooks")]
    public void Nonsense_Parse_SaysWhatIsWrong(string text, string expected)
    {
        Assert.Null(CloudShape.Parse(text, CatalogueFile.Named("epoxy").Spec, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void AnyText_Parse_IsAnswered() => Gen.String.Sample(text =>
        CloudShape.Parse(text, CatalogueFile.Named("epoxy").Spec, out var problem) is null == problem is not null);

    [Theory]
    [InlineData(8)]
    [InlineData(101)]
    [InlineData(10_000)]
    public void Number_Of_MakesExactlySoManyNodesWithNamesAndAddressesOfTheirOwn(int number)
    {
        var release = CatalogueFile.Named("epoxy").Spec;

        var nodes = CloudShape.Of(number, release)!.Build("lab", release, racks: 3);

        Assert.Equal(number, nodes.Length);
        Assert.Equal(number, nodes.Select(node => node.Metadata.Name).Distinct().Count());
        Assert.Equal(number, nodes.Select(node => node.Spec.Address).Distinct().Count());
        Assert.InRange(nodes.Select(node => node.Spec.FailureDomain).Distinct().Count(), 1, 3);
    }

    [Fact]
    public void TooFewNodes_Of_IsNoCloud() => Assert.Null(CloudShape.Of(5, CatalogueFile.Named("epoxy").Spec));
}
