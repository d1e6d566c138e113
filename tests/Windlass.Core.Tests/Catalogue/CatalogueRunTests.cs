using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Catalogue;

/// <summary>The planners take a simulated cloud with every service along ways of the catalogue.</summary>
public sealed class CatalogueRunTests
{
    /// <summary>Oldest and newest, and the three over two releases; the other ways differ from these in versions only.</summary>
    public static TheoryData<string, string> Ways => new()
    {
        { "wallaby", "xena" }, { "antelope", "caracal" }, { "caracal", "epoxy" }, { "epoxy", "gazpacho" }, { "gazpacho", "hibiscus" },
    };

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

    /// <summary>In the order of a run: expand, migrate, check; contract and online migrations when nothing is old any more.</summary>
    private static IEnumerable<ComponentCommand> Expected(ReleaseComponent component, string from)
    {
        var schema = component.Schema?.From([from]);
        return new[] { schema?.Expand, schema?.Migrate, component.UpgradeCheck, schema?.Contract, schema?.OnlineMigrations }.OfType<ComponentCommand>();
    }
}
