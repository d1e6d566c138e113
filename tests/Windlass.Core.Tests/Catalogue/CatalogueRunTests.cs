using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Simulation;
using Windlass.Core.Tests.Simulation;
using Windlass.Core.Versions;

namespace Windlass.Core.Tests.Catalogue;

/// <summary>The planners take a simulated cloud with every service along ways of the catalogue.</summary>
public sealed class CatalogueRunTests
{
    /// <summary>Every way between two releases of the catalogue; to wallaby there is one too, from a release that people write themselves.</summary>
    public static TheoryData<string, string> Ways => [.. CatalogueFile.All.SelectMany(release =>
        release.Spec.UpgradesFrom.Where(from => CatalogueFile.All.Any(known => known.Metadata.Name == from)).Select(from => new TheoryDataRow<string, string>(from, release.Metadata.Name)))];

    [Theory]
    [MemberData(nameof(Ways))]
    public void WholeCloud_Upgrade_RunsEverySchemaStepOnceInOrder(string from, string to)
    {
        var cluster = new CatalogueCloud(from, to).Build().ToTheEnd();

        Assert.True(cluster.Is("Ready"), $"{cluster.Condition("Stalled")?.Message}\n{cluster.Transcript()}");
        Assert.All(cluster.Nodes, node => Assert.All(node.Machine.Units.Values, unit => Assert.True(unit is { IsActive: true, Hold: null }, $"{unit.Name} on {node.Name}")));
        var begun = cluster.Database.Commands.Select(command => command.Component).Distinct().ToImmutableArray();
        foreach (var component in CatalogueFile.Named(to).Spec.Components)
        {
            var done = cluster.Database.Commands.Where(command => command.Component == component.Name).ToImmutableArray();
            Assert.Equal(Expected(component, from).Select(command => string.Join(' ', command.Run)), done.Select(command => string.Join(' ', command.Run)));
            Assert.All(component.After.Where(begun.Contains), earlier => Assert.True(done.IsEmpty || begun.IndexOf(earlier) < begun.IndexOf(component.Name), component.Name));
        }
    }

    [Fact]
    public void Ways_All_AreFourteen() => Assert.Equal(14, Ways.Count);

    /// <summary>The web shop: another order, another role, a component without a unit of its own, and satellites that no OpenStack has.</summary>
    [Fact]
    public void Shop_Upgrade_GoesByItsOwnRules()
    {
        var shop = CatalogueFile.In("other");
        var cluster = new CatalogueCloud("shop-7", "shop-8")
        {
            Releases = shop,
            Nodes = [("web1", ["web"]), ("web2", ["web"]), ("web3", ["web"]), ("till1", ["till"]), ("till2", ["till"])],
            FrontRole = "web",
        }.Build().ToTheEnd();

        Assert.True(cluster.Is("Ready"), $"{cluster.Condition("Stalled")?.Message}\n{cluster.Transcript()}");
        Assert.Equal(
            ["shop-admin migrate --additive", "shop-ledger migrate", "shop-ledger audit", "shop-admin migrate --rest", "shop-admin backfill --batch 1000"],
            cluster.Database.Commands.Select(command => string.Join(' ', command.Run)));
        Assert.All(cluster.Nodes, node => Assert.Equal(["shop-8"], Releases(node, shop)));
        Assert.All(cluster.Nodes, node => Assert.All(node.Machine.Units.Values, unit => Assert.True(unit is { IsActive: true, Hold: null }, $"{unit.Name} on {node.Name}")));
    }

    private static IEnumerable<string> Releases(SimulatedNode node, ImmutableArray<ClusterRelease> known) => known
        .Where(release => release.Spec.Recognise.Any(rule => node.Machine.Packages.TryGetValue(rule.Package, out var package)
            && VersionRange.TryParse(rule.Version, out var range, out _) && range.Contains(package.Version)))
        .Select(release => release.Metadata.Name);

    /// <summary>In the order of a run: expand, migrate, check; contract and online migrations when nothing is old any more.</summary>
    private static IEnumerable<ComponentCommand> Expected(ReleaseComponent component, string from)
    {
        var schema = component.Schema?.From([from]);
        return new[] { schema?.Expand, schema?.Migrate, component.UpgradeCheck, schema?.Contract, schema?.OnlineMigrations }.OfType<ComponentCommand>();
    }
}
