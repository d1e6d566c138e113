using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Windlass.Core.Api.Releases;
using Windlass.Core.Planning.Gates;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Simulation;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Catalogue;

/// <summary>Runs of their own for what OpenStack's releases hold back: one node at a time, and none begins while the cluster is not whole.</summary>
public sealed partial class InfrastructureTests
{
    private static readonly ImmutableArray<ClusterRelease> All = CatalogueFile.In("infrastructure");

    public static TheoryData<string> Names => [.. CatalogueFile.FilesIn("infrastructure").Select(file => Path.GetFileNameWithoutExtension(file)!)];

    public static TheoryData<string, string> Ways =>
        [.. All.SelectMany(release => release.Spec.UpgradesFrom.Select(from => new TheoryDataRow<string, string>(from, release.Metadata.Name)))];

    /// <summary>rabbitmq-website:docs/upgrade.md; 3.10 to 4.0 and 4.0 to 4.3, which Debian goes, are not among them.</summary>
    [Fact]
    public void Ways_All_AreUpstreams() => Assert.Equal(
        ["mariadb-10.11>mariadb-11.4", "rabbitmq-3.10>rabbitmq-3.11", "rabbitmq-3.11>rabbitmq-3.12", "rabbitmq-3.12>rabbitmq-3.13", "rabbitmq-3.13>rabbitmq-4.2"],
        All.SelectMany(release => release.Spec.UpgradesFrom.Select(from => $"{from}>{release.Metadata.Name}")));

    /// <summary>A satellite without a gate would begin whatever its cluster says; and a role waits for one gate, not for several.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Release_Read_IsWholeSourcedAndGated(string name)
    {
        var file = Path.Combine(CatalogueFile.Folder, "infrastructure", $"{name}.yaml");
        var release = CatalogueFile.Read(file);

        Assert.Null(ReleaseGraph.Problem(release.Spec));
        Assert.Equal(name, release.Metadata.Name);
        Assert.Contains(File.ReadAllLines(file), line => Source().IsMatch(line));
        var role = Assert.Single(release.Spec.Components.SelectMany(component => component.Satellites).Select(satellite => satellite.Role).Distinct());
        Assert.Equal([role], Assert.Single(release.Spec.Gates).Satellites);
        Assert.NotNull(GateCatalogue.OfRole(new() { TargetRelease = release.Metadata.Name }, release.Spec, role));
        Assert.All(release.Spec.Components, component => Assert.True(component.StopSeconds >= 300, "a broker or a database that is killed must recover"));
    }

    /// <summary>What they move is what OpenStack's releases refuse to move along.</summary>
    [Fact]
    public void SourcePackages_All_AreHeldByOpenStack() => Assert.All(
        All.SelectMany(release => release.Spec.Components).SelectMany(component => component.SourcePackages),
        source => Assert.Contains(source, CatalogueFile.Named("hibiscus").Spec.HeldSourcePackages.Select(held => held.SourcePackage)));

    /// <summary>With nothing said in the upgrade: the next node begins when the one before it is at the target and has settled.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public void Cluster_Upgrade_GoesOneNodeAtATime(string from, string to)
    {
        var role = All.Single(release => release.Metadata.Name == to).Spec.Gates[0].Satellites[0];
        var cluster = new CatalogueCloud(from, to) { Releases = All, Nodes = [.. Enumerable.Range(1, 5).Select(number => ($"{role}{number}", ImmutableArray.Create(role)))] }.Build();
        var (mostDown, mostBegun) = (0, 0);

        cluster.Until(seen =>
        {
            mostDown = Math.Max(mostDown, seen.Nodes.Count(IsDown));
            mostBegun = Math.Max(mostBegun, seen.Nodes.Count(node => node.HasInstalled && IsDown(node)));
            return Runs.IsOver(seen);
        });

        Assert.True(cluster.Is("Ready"), $"{cluster.Condition("Stalled")?.Message}\n{cluster.Transcript()}");
        Assert.Equal((1, 1), (mostDown, mostBegun));
        Assert.All(cluster.Nodes, node => Assert.True(node.HasInstalled && !IsDown(node), $"{node.Name}"));
    }

    private static bool IsDown(SimulatedNode node) => node.Machine.Units.Values.Any(unit => unit.Package is not null && !unit.IsActive);

    [GeneratedRegex("^ *# Source: [a-z]")]
    private static partial Regex Source();
}
