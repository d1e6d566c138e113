using System.Collections.Immutable;
using System.IO.Enumeration;
using Windlass.Core.Api.Releases;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Tests.Catalogue;

/// <summary>Every service of every release has its place in the order, its schema steps and its checks, by upstream's guides.</summary>
public sealed class CatalogueCompletenessTests
{
    public static TheoryData<string> Names => CatalogueFile.Names;

    public static TheoryData<string, string> Services
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var row in CatalogueSource.Rows)
            {
                foreach (var service in KnownServices.All)
                {
                    data.Add(row.Name, service.Name);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Release_Components_AreTheKnownServices(string release) => Assert.Equal(
        KnownServices.All.Select(service => service.Name), ReleaseGraph.Ordered(CatalogueFile.Named(release).Spec).Select(component => component.Name));

    /// <summary>Names of bookworm's templates: with one that the patterns do not mean, a peer's installation would move the schema.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Release_MigrationQuestions_MeanDebians(string release)
    {
        var patterns = CatalogueFile.Named(release).Spec.MigrationQuestions;
        Assert.All(
            ["keystone/configure_db", "nova/configure_db", "novaapi/configure_db", "neutron-dynamic-routing/configure-dynamic-routing"],
            question => Assert.Contains(patterns, pattern => FileSystemName.MatchesSimpleExpression(pattern, question, ignoreCase: false)));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_Order_IsUpstreams(string release, string name)
    {
        var (known, component) = Find(release, name);

        Assert.Subset(component.After.ToHashSet(), known.After.ToHashSet());
        Assert.Contains(known.Name, component.SourcePackages);
        Assert.Subset(component.Satellites.Select(satellite => satellite.Role).ToHashSet(), known.Satellites.ToHashSet());
        Assert.Equal(known.StartOrder, component.Stages.SelectMany(stage => stage.Units).Where(known.StartOrder.Contains));
        Assert.Equal(known.RestartsLast ? FinalRestart.AfterLastSatellite : FinalRestart.Never, component.FinalRestart);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_Schema_HasItsSteps(string release, string name)
    {
        var (known, component) = Find(release, name);

        Assert.Equal(known.HasSchema, component.Schema is not null);
        Assert.Equal(known.IsCold, component.Schema?.Window == SchemaWindowKind.AllStopped);
        Assert.Equal(known.HasOnlineMigrations, component.Schema?.OnlineMigrations is not null);
        Assert.True(component.Schema?.Contract is null || !known.IsCold, "what is cold has one step");
    }

    /// <summary>As root a tool leaves logs that the service cannot write to afterwards (the shell upgrader does so for keystone, nova, neutron).</summary>
    [Theory]
    [MemberData(nameof(Services))]
    public void Service_Commands_RunAsDebiansUser(string release, string name)
    {
        var (known, component) = Find(release, name);

        Assert.All(Commands(component), command => Assert.Equal(known.User, command.User));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_Checks_AreThere(string release, string name)
    {
        var (known, component) = Find(release, name);
        var probes = component.ControlPlane!.Probes;

        Assert.Equal(known.Port != 0, probes.Any(probe => probe.Port == known.Port));
        Assert.All(probes, probe => Assert.True(probe.HealthyUpTo < 400, "an error is not healthy"));
        Assert.Equal(known.Backend.Length > 0, component.ControlPlane.Backends.Contains(known.Backend));
        Assert.Equal(known.HasCheck, component.UpgradeCheck is not null);
        Assert.Equal(known.HasCheck ? [$"{name}-status", "upgrade", "check"] : [], component.UpgradeCheck?.Run ?? []);
    }

    /// <summary>Debian's units kill after 15 s, which is no graceful stop for any of them.</summary>
    [Theory]
    [MemberData(nameof(Services))]
    public void Service_StopTime_IsAtLeastOslos(string release, string name) => Assert.InRange(Find(release, name).Component.StopSeconds, 60, 600);

    [Fact]
    public void Nova_StopTime_Is180FromGazpachoOn() => Assert.Equal(
        ["gazpacho", "hibiscus"], CatalogueFile.All.Where(release => Component(release, "nova").StopSeconds == 180).Select(release => release.Metadata.Name));

    [Fact]
    public void Nova_Schema_MovesTheApiDatabaseFirst() => Assert.All(CatalogueFile.All, release =>
    {
        var schema = Component(release, "nova").Schema!;
        Assert.Equal(["nova-manage", "api_db", "sync"], schema.Expand.Run);
        Assert.Equal(["nova-manage", "db", "sync"], schema.Migrate!.Run);
    });

    [Fact]
    public void Keystone_Migrate_IsForTargetsBeforeYoga() => Assert.Equal(
        ["wallaby", "xena"], CatalogueFile.All.Where(release => Component(release, "keystone").Schema!.Migrate is not null).Select(release => release.Metadata.Name));

    /// <summary>A full "upgrade head" beside running servers would contract under them.</summary>
    [Fact]
    public void Neutron_Schema_OnlyExpands() => Assert.All(CatalogueFile.All, release =>
    {
        var schema = Component(release, "neutron").Schema!;
        Assert.Equal("--expand", schema.Expand.Run[^1]);
        Assert.Null(schema.Contract);
    });

    /// <summary>The schema tool walks every sub-project that is installed: one that came later would be missed.</summary>
    [Fact]
    public void Neutron_SubProjects_MoveWithIt() => Assert.All(CatalogueFile.All, release => Assert.Subset(
        Component(release, "neutron").SourcePackages.ToHashSet(), new HashSet<string> { "neutron", "neutron-dynamic-routing", "neutron-vpnaas" }));

    [Fact]
    public void Telemetry_Commands_AreUpstreams() => Assert.All(CatalogueFile.All, release =>
    {
        Assert.Equal(["gnocchi-upgrade"], Component(release, "gnocchi").Schema!.Expand.Run);
        Assert.Equal(["ceilometer-upgrade", "--retry", "10"], Component(release, "ceilometer").Schema!.Expand.Run);
    });

    [Fact]
    public void Cinder_OverTwoReleases_IsColdAndBumpsItsVersions() => Assert.All(CatalogueFile.All, release =>
    {
        var edges = Component(release, "cinder").Schema!.Edges;
        Assert.Equal(release.Spec.UpgradesFrom.Skip(1), edges.Select(edge => edge.From));
        Assert.All(edges, edge => Assert.Equal(SchemaWindowKind.AllStopped, edge.Window));
        Assert.All(edges, edge => Assert.Equal(["cinder-manage", "db", "sync", "--bump-versions"], edge.Expand!.Run));
    });

    [Fact]
    public void NeutronWorkers_FromDalmatianOn_AreInstalled() => Assert.Equal(
        CatalogueFile.All.Select(release => release.Metadata.Name).SkipWhile(name => name != "dalmatian"),
        CatalogueFile.All.Where(release => Component(release, "neutron").NewPackages.Any(package => package.Package == "neutron-periodic-workers"))
            .Select(release => release.Metadata.Name));

    /// <summary>OVS stops the switch when it is upgraded; RabbitMQ, OVN and Galera do not follow Debian's jumps.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Infrastructure_Held_IsNoPartOfTheRun(string release)
    {
        var spec = CatalogueFile.Named(release).Spec;
        var held = spec.HeldSourcePackages.Select(package => package.SourcePackage).ToHashSet();

        Assert.Subset(held, new HashSet<string> { "openvswitch", "ovn", "rabbitmq-server", "galera-4", "libvirt", "qemu", "ceph" });
        Assert.Contains(held, package => package.StartsWith("mariadb", StringComparison.Ordinal));
        Assert.DoesNotContain(spec.Components.SelectMany(component => component.SourcePackages), held.Contains);
    }

    /// <summary>As the shell upgrader meant it: 10000 messages, its notification queues left out.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Satellites_Gate_IsTheMessageBus(string release)
    {
        var gate = Assert.Single(CatalogueFile.Named(release).Spec.Gates);

        Assert.Equal(["compute", "network"], gate.Satellites.Order(StringComparer.Ordinal));
        Assert.Equal((10000, "/"), (gate.RabbitmqBacklog!.MaxMessages, gate.RabbitmqBacklog.Vhost));
        Assert.Contains("notifications.*", gate.RabbitmqBacklog.IgnoreQueues);
    }

    /// <summary>A package in two components would be upgraded with whichever comes first.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void SourcePackages_OfAllComponents_AreDifferent(string release)
    {
        var packages = CatalogueFile.Named(release).Spec.Components.SelectMany(component => component.SourcePackages).ToImmutableArray();

        Assert.Equal(packages.Length, packages.Distinct().Count());
    }

    private static (KnownService Known, ReleaseComponent Component) Find(string release, string name) =>
        (KnownServices.In(release, KnownServices.All.Single(service => service.Name == name)), Component(CatalogueFile.Named(release), name));

    private static ReleaseComponent Component(ClusterRelease release, string name) => release.Spec.Components.Single(component => component.Name == name);

    private static IEnumerable<ComponentCommand> Commands(ReleaseComponent component)
    {
        var schema = component.Schema;
        return new[] { schema?.Expand, schema?.Migrate, schema?.Contract, schema?.OnlineMigrations, component.UpgradeCheck }
            .Concat(schema?.Edges.Select(edge => edge.Expand) ?? [])
            .OfType<ComponentCommand>();
    }
}
