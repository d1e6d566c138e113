using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Versions;

namespace Windlass.Bench;

/// <summary>A cloud of any size in the middle of its satellites: 3 controllers with 12 services, the others with two agents each.</summary>
internal static class BenchCloud
{
    private const int Services = 12;
    private const int Controllers = 3;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Now => Start.AddHours(1);

    /// <summary>What the upgrade planner sees.</summary>
    public static UpgradeView Upgrade(int nodes)
    {
        var upgrade = new ClusterUpgrade
        {
            Metadata = new ObjectMeta { Name = "to-birch", Namespace = "bench", Generation = 1, CreationTimestamp = Start },
            Spec = Spec,
        };
        var all = Enumerable.Range(0, nodes).Select(Node).ToImmutableArray();
        var orders = all.Select((node, number) => Order(node, number, nodes)).ToImmutableArray();
        var view = new UpgradeView { Upgrade = upgrade, Upgrades = [upgrade], Releases = [Release], Nodes = all, Orders = orders };

        // As in a running upgrade: the status of the last pass is there to be compared with.
        return view with { Upgrade = upgrade with { Status = UpgradePlanner.Decide(view, Now).Status } };
    }

    /// <summary>What the node planner sees of the first controller: all services installed, a ledger of what was done.</summary>
    public static NodeView Controller(int nodes)
    {
        var node = Node(0);
        var servers = Enumerable.Range(0, Services).SelectMany(service => Enumerable.Range(0, Controllers).Select(number => new ServerState(
            $"service{service}", $"node{number:D5}", Address(number), 8000 + service, AdminState.Ready, HealthState.Up, false, 3, 0, "UP"))).ToImmutableArray();
        return new NodeView
        {
            Node = new NodeName(node.Metadata.Name),
            Spec = node.Spec,
            Order = Order(node, 0, nodes).Spec,
            Release = Release.Spec,
            RecognisedRelease = "alder",
            Observation = Observation(node),
            LoadBalancers = [.. Enumerable.Range(0, Controllers).Select(number => (ReadOutcome)new ReadOutcome.Read(new LoadBalancerSnapshot(new NodeName($"node{number:D5}"), 1, "2.6", servers)))],
        };
    }

    private static ClusterUpgradeSpec Spec
    {
        get
        {
            var strategy = new UpgradeStrategy();
            return new() { TargetRelease = "birch", Strategy = strategy with { Satellites = strategy.Satellites.Add("compute", new SatelliteStrategy { MaxInFlight = 24 }) } };
        }
    }

    private static ClusterRelease Release { get; } = new()
    {
        Metadata = new ObjectMeta { Name = "birch", Namespace = "bench" },
        Spec = new ClusterReleaseSpec
        {
            UpgradesFrom = ["alder"],
            Recognise = [new RecognisedPackage { Package = "service0-api", Version = ">= 2" }],
            Repository = new ReleaseRepository { File = "windlass-birch.sources", Content = "Types: deb\n" },
            Components =
            [
                .. Enumerable.Range(0, Services).Select(service => new ReleaseComponent
                {
                    Name = $"service{service}",
                    After = service == 0 ? [] : ["service0"],
                    SourcePackages = [$"service{service}"],
                    ControlPlane = new ComponentControlPlane { Role = "controller", Backends = [$"service{service}"], Probes = [new ComponentProbe { Port = 8000 + service }] },
                    Schema = new ComponentSchema { Expand = new ComponentCommand { Run = ["expand"] }, Contract = new ComponentCommand { Run = ["contract"] } },
                }),
            ],
        },
    };

    private static string Address(int number) => $"10.{number / 62500}.{number / 250 % 250}.{number % 250}";

    private static bool IsController(int number) => number < Controllers;

    private static ClusterNode Node(int number) => new()
    {
        Metadata = new ObjectMeta { Name = $"node{number:D5}", Namespace = "bench", Generation = 1 },
        Spec = new ClusterNodeSpec
        {
            Address = Address(number),
            Roles = [IsController(number) ? "controller" : "compute"],
            FailureDomain = $"rack{number / 40}",
            Ssh = new NodeSsh { SecretRef = new SecretReference { Name = "ssh" } },
            Haproxy = IsController(number) ? new NodeHAProxy() : null,
        },
    };

    /// <summary>Half of the satellites are done, some are in work, the others wait.</summary>
    private static NodeUpgrade Order(ClusterNode node, int number, int nodes)
    {
        var services = IsController(number) ? Enumerable.Range(0, Services) : Enumerable.Range(0, 2);
        var isDone = IsController(number) || number < nodes / 2;
        SchemaComplete complete = new(number == 0);
        return new NodeUpgrade
        {
            Metadata = new ObjectMeta { Name = $"to-birch-{node.Metadata.Name}", Namespace = "bench", Generation = 3 },
            Spec = new NodeUpgradeSpec
            {
                UpgradeName = "to-birch",
                NodeName = node.Metadata.Name,
                TargetRelease = "birch",
                Role = node.Spec.Roles[0],
                FailureDomain = node.Spec.FailureDomain,
                Grants = [new Grant { Work = WorkKind.Prepare }, .. isDone ? services.Select(service => new Grant { Work = WorkKind.Upgrade, Component = $"service{service}" }) : []],
            },
            Status = new NodeUpgradeStatus
            {
                ObservedGeneration = 3,
                Release = isDone ? "birch" : "alder",
                IsPrepared = true,
                Conditions =
                [
                    new Condition("Reachable", ConditionStatus.True, "SshConnected", "answers over SSH", Start, 3),
                    new Condition("Ready", isDone ? ConditionStatus.True : ConditionStatus.False, isDone ? "UpToDate" : "WaitingForSlot", "", Start, 3),
                ],
                Components =
                [
                    .. services.Select(service => new ComponentStatus
                    {
                        Name = $"service{service}",
                        State = isDone ? ComponentState.AtTarget : ComponentState.Behind,
                        Version = isDone ? "2" : "1",
                        Candidate = "2",
                        Schema = complete.Phases,
                        DoneTime = isDone ? Start : null,
                    }),
                ],
            },
        };
    }

    private static NodeObservation Observation(ClusterNode node) => new()
    {
        TakenAt = Now,
        Machine = new MachineState("m", "b", "6.1", "Debian", Now, [node.Spec.Address], 10L << 30, false),
        Packages = Enumerable.Range(0, Services).SelectMany(service => new[] { "api", "common", "python3" }.Select(part => new PackageState(
            $"service{service}-{part}", $"service{service}", new DebianVersion("1"), new DebianVersion("2"), "ii ", false, true, Start)))
            .ToImmutableSortedDictionary(package => package.Name, package => package),
        Units = Enumerable.Range(0, Services).Select(service => new UnitState(
            $"service{service}.service", $"service{service}-api", "loaded", "active", "running", "enabled", null, Now))
            .ToImmutableSortedDictionary(unit => unit.Name, unit => unit),
        Packaging = new PackagingState([], null, RepositoryDigest.Of(Release.Spec.Repository.Content), Start),
        Ledger = [.. Enumerable.Range(0, 60).Select(step => new LedgerEntry(new StepId($"step-{step}"), LedgerState.Finished, 0, Start, Start, 1))],
    };

    /// <summary>The pioneer's ledger tells of the schema.</summary>
    private readonly record struct SchemaComplete(bool IsPioneer)
    {
        public ImmutableArray<SchemaPhase> Phases => IsPioneer ? [SchemaPhase.Expand, SchemaPhase.Contract] : [];
    }
}
