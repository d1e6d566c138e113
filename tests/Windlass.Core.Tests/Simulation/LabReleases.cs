using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Releases;
using Windlass.Core.Simulation;
using Windlass.Core.Versions;

namespace Windlass.Core.Tests.Simulation;

/// <summary>The lab's two releases, alder and birch, and one to which no way leads.</summary>
internal static class LabReleases
{
    public static readonly ClusterRelease Alder = Release("alder", [], "2:25.0-1", "2:24.0-1", "2:29.0-1");
    public static readonly ClusterRelease Birch = Release("birch", ["alder"], "2:26.0-1", "2:25.0-1", "2:30.0-1");

    /// <summary>Birch with a component that must be down everywhere for its schema, a check of new code, and a restart at the end.</summary>
    public static readonly ClusterRelease StrictBirch = Birch with { Spec = Birch.Spec with { Components = [Keystone, Glance with { Schema = Glance.Schema! with { Window = SchemaWindowKind.AllStopped } }, StrictNova, Neutron] } };

    /// <summary>Birch with a component that must be down everywhere for its schema, on computes too.</summary>
    public static readonly ClusterRelease TogetherBirch = Birch with { Spec = Birch.Spec with { Components = [Keystone, Glance, Nova with { Schema = Nova.Schema! with { Window = SchemaWindowKind.AllStopped } }, Neutron] } };

    public static readonly ClusterRelease Cedar = Release("cedar", ["birch"], "2:27.0-1", "2:26.0-1", "2:31.0-1");

    public static ImmutableArray<ClusterRelease> All => [Alder, Birch, Cedar];

    /// <summary>The same releases with fewer components.</summary>
    public static ImmutableArray<ClusterRelease> With(ImmutableArray<ClusterRelease> releases, ImmutableArray<string> components) =>
    [
        .. releases.Select(release => release with
        {
            Spec = release.Spec with { Components = [.. release.Spec.Components.Where(component => components.Contains(component.Name))] },
        }),
    ];

    /// <summary>The same releases, with a run of configuration management at the end.</summary>
    public static ImmutableArray<ClusterRelease> Configured(ImmutableArray<ClusterRelease> releases) =>
    [
        .. releases.Select(release => release with
        {
            Spec = release.Spec with
            {
                Quiesce = [.. release.Spec.Quiesce.Select(service => service with { RunAtEnd = new ConfigurationRun { Command = ["puppet", "agent", "--onetime"], SuccessExitCodes = [0, 2] } })],
            },
        }),
    ];

    public static ImmutableArray<ClusterRelease> Of(ReleaseKind kind) => kind switch
    {
        ReleaseKind.Plain => All,
        ReleaseKind.Strict => Strict,
        ReleaseKind.Together => [Alder, TogetherBirch, Cedar],
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static ImmutableArray<ClusterRelease> Strict => [Alder, StrictBirch, Cedar];

    private static readonly ImmutableDictionary<string, ImmutableDictionary<string, DebianVersion>> ByRelease =
        ImmutableDictionary<string, ImmutableDictionary<string, DebianVersion>>.Empty
            .Add("alder", Versions("2:25.0-1", "2:28.0-1", "2:29.0-1", "2:24.0-1"))
            .Add("birch", Versions("2:26.0-1", "2:29.0-1", "2:30.0-1", "2:25.0-1"))
            .Add("cedar", Versions("2:27.0-1", "2:30.0-1", "2:31.0-1", "2:26.0-1"));

    private static readonly SimulatedMirror AllReleases = Publish();

    public static ImmutableDictionary<string, DebianVersion> Versions(string release) => ByRelease[release];

    /// <summary>Nobody changes it: all runs may share it.</summary>
    public static SimulatedMirror Mirror() => AllReleases;

    private static SimulatedMirror Publish()
    {
        var mirror = new SimulatedMirror();
        foreach (var release in All)
        {
            mirror.Publish(release.Spec.Repository.Content, Versions(release.Metadata.Name));
        }

        return mirror;
    }

    private static ImmutableDictionary<string, DebianVersion> Versions(string keystone, string glance, string nova, string neutron) =>
        new Dictionary<string, DebianVersion>
        {
            ["keystone"] = new(keystone), ["glance"] = new(glance), ["nova"] = new(nova), ["neutron"] = new(neutron),
        }.ToImmutableDictionary();

    private static ClusterRelease Release(string name, ImmutableArray<string> from, string keystone, string neutron, string nova) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "lab" },
        Spec = new ClusterReleaseSpec
        {
            UpgradesFrom = from,
            Recognise = [Recognised("python3-keystone", keystone), Recognised("python3-neutron", neutron), Recognised("python3-nova", nova)],
            Repository = new ReleaseRepository { File = $"windlass-{name}.sources", Content = $"Types: deb\nURIs: http://mirror.example\nSuites: {name}\n" },
            Quiesce = [new QuiescedService { Name = "puppet", Units = ["puppet"] }],
            Components = [Keystone, Glance, Nova, Neutron],
        },
    };

    private static RecognisedPackage Recognised(string package, string version) => new() { Package = package, Version = $"= {version}" };

    private static ReleaseComponent Keystone => new()
    {
        Name = "keystone",
        SourcePackages = ["keystone"],
        ControlPlane = Plane("keystone", 5000),
        Schema = new ComponentSchema { Expand = Command("keystone", "--expand"), Migrate = Command("keystone", "--migrate"), Contract = Command("keystone", "--contract") },
    };

    private static ReleaseComponent Glance => new()
    {
        Name = "glance",
        AfterPioneer = ["keystone"],
        SourcePackages = ["glance"],
        ControlPlane = Plane("glance", 9292),
        Schema = new ComponentSchema { Expand = Command("glance", "expand"), Migrate = Command("glance", "migrate"), Contract = Command("glance", "contract") },
    };

    private static ReleaseComponent Nova => new()
    {
        Name = "nova",
        AfterPioneer = ["keystone"],
        SourcePackages = ["nova"],
        ControlPlane = Plane("nova", 8774),
        Stages = [new ComponentStage { Units = ["nova-conductor"] }, new ComponentStage { Units = ["nova-api"] }],
        Schema = new ComponentSchema { Expand = Command("nova", "api_db"), Migrate = Command("nova", "db"), OnlineMigrations = Command("nova", "online") },
        StopSeconds = 180,
        Satellites = [new ComponentSatellite { Role = "compute" }],
    };

    private static ReleaseComponent StrictNova => Nova with
    {
        UpgradeCheck = new ComponentCommand { Run = ["nova-status", "upgrade", "check"], User = "nova" },
        FinalRestart = FinalRestart.AfterLastSatellite,
    };

    private static ReleaseComponent Neutron => new()
    {
        Name = "neutron",
        After = ["nova"],
        AfterPioneer = ["keystone"],
        SourcePackages = ["neutron"],
        ControlPlane = Plane("neutron", 9696),
        Schema = new ComponentSchema { Expand = Command("neutron", "--expand"), Contract = Command("neutron", "--contract") },
        Satellites = [new ComponentSatellite { Role = "network" }, new ComponentSatellite { Role = "compute" }],
    };

    private static ComponentControlPlane Plane(string backend, int port) =>
        new() { Role = "controller", Backends = [backend], Probes = [new ComponentProbe { Port = port }] };

    private static ComponentCommand Command(string user, string argument) => new() { Run = [$"{user}-manage", "db_sync", argument], User = user };
}
