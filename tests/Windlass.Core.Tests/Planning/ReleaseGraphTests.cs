using System.Collections.Immutable;
using CsCheck;
using Windlass.Core.Api.Releases;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Planning;

public sealed class ReleaseGraphTests
{
    [Fact]
    public void LabRelease_Ordered_RespectsEveryAfter() =>
        Assert.Equal(["keystone", "glance", "nova", "neutron"], ReleaseGraph.Ordered(LabReleases.Birch.Spec).Select(component => component.Name));

    [Fact]
    public void LabRelease_Problem_IsNone() => Assert.Null(ReleaseGraph.Problem(LabReleases.Birch.Spec));

    [Fact]
    public void UnknownPredecessor_Problem_NamesBoth() =>
        Assert.Equal("component b comes after c, which the release does not have", ReleaseGraph.Problem(Release(("a", []), ("b", ["a", "c"]))));

    [Fact]
    public void Circle_Problem_NamesItsComponents() =>
        Assert.Equal("components wait for each other in a circle: b, c", ReleaseGraph.Problem(Release(("a", []), ("b", ["c"]), ("c", ["b"]))));

    [Fact]
    public void UnknownPioneer_Problem_NamesBoth() => Assert.Equal(
        "component b comes after c, which the release does not have", ReleaseGraph.Problem(LabReleases.Birch.Spec with { Components = [Following("b", [], ["c"])] }));

    [Fact]
    public void CircleOverBothKindsOfEdges_Problem_NamesItsComponents() => Assert.Equal(
        "components wait for each other in a circle: b, c",
        ReleaseGraph.Problem(LabReleases.Birch.Spec with { Components = [Following("a", [], []), Following("b", ["c"], []), Following("c", ["a"], ["b"])] }));

    /// <summary>It would wait for what only begins when everything of its kind is over.</summary>
    [Fact]
    public void ComponentAfterOneThatComesLast_Problem_NamesBoth() => Assert.StartsWith(
        "component b comes after a, whose control plane goes after the satellites", ReleaseGraph.Problem(With(Last("a"), Following("b", [], ["a"]))), StringComparison.Ordinal);

    [Fact]
    public void BothComeLast_Problem_IsNone() => Assert.Null(ReleaseGraph.Problem(With(Last("a"), Last("b") with { After = ["a"] }, Following("c", [], []))));

    [Fact]
    public void LastWithoutSatellites_Problem_SaysSo() => Assert.Equal(
        "component a has controlPlane.afterSatellites, but no satellites to go after", ReleaseGraph.Problem(With(Last("a") with { Satellites = [] })));

    /// <summary>New code would start on satellites before its schema step.</summary>
    [Fact]
    public void LastWithASchema_Problem_SaysWhyNot()
    {
        var command = new ComponentCommand { Run = ["a-manage", "db_sync"], User = "a" };
        const string Problem = "component a has controlPlane.afterSatellites together with schema or upgradeCheck";

        Assert.StartsWith(Problem, ReleaseGraph.Problem(With(Last("a") with { Schema = new ComponentSchema { Expand = command } })), StringComparison.Ordinal);
        Assert.StartsWith(Problem, ReleaseGraph.Problem(With(Last("a") with { UpgradeCheck = command })), StringComparison.Ordinal);
    }

    [Fact]
    public void PioneersBefore_Ordered_ComeFirst() => Assert.Equal(
        ["b", "a"],
        ReleaseGraph.Ordered(LabReleases.Birch.Spec with { Components = [Following("a", [], ["b"]), Following("b", [], [])] }).Select(component => component.Name));

    [Fact]
    public void VersionThatIsNone_Problem_NamesTheRule() => Assert.StartsWith(
        "recognise[python3-nova].version: ",
        ReleaseGraph.Problem(LabReleases.Birch.Spec with { Recognise = [new RecognisedPackage { Package = "python3-nova", Version = "about 30" }] }),
        StringComparison.Ordinal);

    [Fact]
    public void AnyGraph_Ordered_PutsEveryComponentAfterItsPredecessors() => Gen.Int[0, 63].Array[1, 6].Sample(edges =>
    {
        var release = Release([.. edges.Select((bits, index) => ($"c{index}", Enumerable.Range(0, edges.Length).Where(other => (bits >> other & 1) == 1).Select(other => $"c{other}").ToImmutableArray()))]);
        var placed = new HashSet<string>();
        foreach (var component in ReleaseGraph.Ordered(release))
        {
            Assert.Subset(placed, component.After.ToHashSet());
            Assert.True(placed.Add(component.Name));
        }

        Assert.Equal(placed.Count == edges.Length, ReleaseGraph.Problem(release) is null);
    });

    private static ClusterReleaseSpec With(params ReleaseComponent[] components) => LabReleases.Birch.Spec with { Components = [.. components] };

    private static ReleaseComponent Last(string name) => Following(name, [], []) with
    {
        ControlPlane = new ComponentControlPlane { Role = "proxy", AfterSatellites = true },
        Satellites = [new ComponentSatellite { Role = "store" }],
    };

    private static ReleaseComponent Following(string name, ImmutableArray<string> after, ImmutableArray<string> afterPioneer) =>
        new() { Name = name, After = after, AfterPioneer = afterPioneer, SourcePackages = [name] };

    private static ClusterReleaseSpec Release(params (string Name, ImmutableArray<string> After)[] components) => LabReleases.Birch.Spec with
    {
        Components = [.. components.Select(component => new ReleaseComponent { Name = component.Name, After = component.After, SourcePackages = [component.Name] })],
    };
}
