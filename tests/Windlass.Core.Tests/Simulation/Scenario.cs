using System.Collections.Immutable;
using Windlass.Core.Api.Gates;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>A random run: how large the cloud is, who moves next, how late the upgrade loop sees, by which policy it goes, and what goes wrong when.</summary>
internal sealed record Scenario
{
    /// <summary>Name of the gate that computes wait for, where they do.</summary>
    public const string Gate = "message-bus";

    public const int GateSeconds = 5;

    /// <summary>What is installed, from little to much.</summary>
    private static readonly ImmutableArray<ImmutableArray<string>> Sizes =
        [["keystone"], ["keystone", "glance"], ["keystone", "nova"], ["keystone", "glance", "nova"], ["keystone", "nova", "neutron"], ["keystone", "glance", "nova", "neutron"]];

    /// <summary>Its owner leaves neutron out.</summary>
    private const int Largest = 5;

    private static readonly ImmutableDictionary<(ReleaseKind Kind, int Size, bool IsConfigured), ImmutableArray<ClusterRelease>> Variants =
        (from kind in Enum.GetValues<ReleaseKind>()
         from size in Enumerable.Range(0, Sizes.Length)
         from isConfigured in new[] { false, true }
         let releases = LabReleases.With(LabReleases.Of(kind), Sizes[size])
         select KeyValuePair.Create((kind, size, isConfigured), isConfigured ? LabReleases.Configured(releases) : releases)).ToImmutableDictionary();

    private static readonly string[] Budgets = ["0", "1", "50%"];

    public required ulong Seed { get; init; }

    /// <summary>Index into <see cref="Sizes"/>.</summary>
    public required int Size { get; init; }

    public required int Controllers { get; init; }

    public required int Computes { get; init; }

    public required int Lag { get; init; }

    public required int ParallelComponents { get; init; }

    public required int Width { get; init; }

    public required bool IsPerFailureDomain { get; init; }

    public required ReleaseKind Release { get; init; }

    public required bool HasCanary { get; init; }

    /// <summary>Configuration management is run at the end.</summary>
    public required bool IsConfigured { get; init; }

    public required string Budget { get; init; }

    /// <summary>Servers that stay in rotation.</summary>
    public required int Floor { get; init; }

    /// <summary>After so long without progress a node counts as stalled: shorter than most troubles, or longer than nearly all.</summary>
    public required int StallAfterSeconds { get; init; }

    /// <summary>Two computes share a rack, or each has its own.</summary>
    public required int NodesPerRack { get; init; }

    /// <summary>People approve the plan, whatever it is then, twice a minute.</summary>
    public bool IsManual { get; init; }

    /// <summary>Which nodes ask for a reboot, as bits by their order.</summary>
    public required int RebootsRequired { get; init; }

    public ImmutableArray<Trouble> Troubles { get; init; } = [];

    /// <summary>Computes wait for a gate.</summary>
    public bool IsGated => Troubles.Any(trouble => trouble.Kind == TroubleKind.GatePressed);

    public ImmutableArray<string> Components => Sizes[Size];

    public ClusterUpgradeSpec Spec => new()
    {
        TargetRelease = "birch",
        SkipComponents = Size == Largest ? ["neutron"] : [],
        Gates = IsGated
            ? [new HealthGate { Name = Gate, OnRoles = ["controller"], Satellites = ["compute"], IntervalSeconds = GateSeconds, HoldLimitSeconds = 30, RabbitmqBacklog = new RabbitmqBacklogGate() }]
            : [],
        Approval = new UpgradeApproval { Mode = IsManual ? ApprovalMode.Manual : ApprovalMode.Automatic },
        Strategy = new UpgradeStrategy
        {
            ControlPlane = new ControlPlaneStrategy { ParallelComponents = ParallelComponents, MinHealthyServers = Floor, Reboot = RebootPolicy.IfRequired },
            Satellites = Computes == 0 ? new UpgradeStrategy().Satellites : new UpgradeStrategy().Satellites.Add("compute", Satellites),
            FailureBudget = new FailureBudget { MaxFailedNodes = Budget },
            StallAfterSeconds = StallAfterSeconds,
            Dependencies = Seed % 4 == 3 ? DependencyPolicy.Preinstall : DependencyPolicy.WithComponent,
            Autoremove = Seed % 5 == 2 ? AutoremovePolicy.AtEnd : AutoremovePolicy.Never,
        },
    };

    public SatelliteStrategy Satellites => new()
    {
        MaxInFlight = Width,
        SettleSeconds = 10,
        PerFailureDomain = IsPerFailureDomain,
        Reboot = RebootPolicy.IfRequired,
        Canary = HasCanary ? new CanaryStrategy { Nodes = 1, SoakSeconds = 15 } : null,
    };

    /// <summary>Nine of ten runs are short, of the smallest cloud, where most of what can go wrong goes wrong soonest; one in sixty is as large as the lab.</summary>
    /// <param name="seed">Any number; the same gives the same run.</param>
    /// <param name="kinds">What may go wrong.</param>
    public static Scenario Of(ulong seed, ImmutableArray<TroubleKind> kinds)
    {
        var choice = new SeededChoice(seed);
        var size = choice.Below(64) switch { < 57 => 0, < 59 => 1, < 61 => 2, < 62 => 3, < 63 => 4, _ => Largest };
        var controllers = size >= 3 || choice.Below(8) == 0 ? 3 : 2;
        var seconds = 30 + (22 * Math.Min(size + 1, 3) * controllers);
        ImmutableArray<Trouble> troubles = [.. Enumerable.Range(0, choice.Below(4 + (2 * size))).Select(_ => Trouble.Of(choice, kinds, seconds))];
        return new Scenario
        {
            Seed = seed,
            Size = size,
            Controllers = controllers,
            Computes = size < 2 ? choice.Below(8) / 7 : 1 + choice.Below(size >= 3 ? 5 : 3),
            Lag = choice.Below(5),
            ParallelComponents = 1 + choice.Below(3),
            Width = 1 + choice.Below(3),
            IsPerFailureDomain = choice.Below(2) == 0,
            Release = size == 4 ? ReleaseKind.Together : (ReleaseKind)choice.Below(3),
            HasCanary = choice.Below(4) == 0,
            Budget = choice.Of(Budgets),
            IsConfigured = choice.Below(4) == 0,
            RebootsRequired = choice.Below(4) == 0 ? choice.Below(128) : 0,
            // Of three, one that people keep out for good and two that must stay leave none to move.
            Floor = controllers > 2 && choice.Below(4) == 0 && !troubles.Any(trouble => trouble.Kind == TroubleKind.PeopleDrain) ? 2 : 1,
            StallAfterSeconds = choice.Below(2) == 0 ? 45 : 600,
            NodesPerRack = 1 + choice.Below(2),
            Troubles = troubles,
            IsManual = choice.Below(8) == 0,
        };
    }

    /// <summary>One more thing goes wrong, at a time that the seed tells.</summary>
    public Scenario With(ImmutableArray<TroubleKind> kinds, int count)
    {
        var choice = new SeededChoice(Seed ^ 0x5DEECE66D);
        return this with { Troubles = [.. Troubles, .. Enumerable.Range(0, count).Select(_ => Trouble.Of(choice, kinds, 60 * (Size + 1)))] };
    }

    /// <summary>The run, with everything that must always be true checked after every event.</summary>
    public CheckedRun Build(Sabotage? sabotage = null)
    {
        var drains = new PeoplesDrains();
        var cluster = new LabCloud
        {
            Controllers = Controllers,
            Computes = Computes,
            HasNetwork = Components.Contains("neutron"),
            NodesPerRack = NodesPerRack,
            Components = Components,
            Spec = Spec,
            RebootsRequired = RebootsRequired,
            Releases = Variants[(Release, Size, IsConfigured)],
            Settings = new SimulationSettings
            {
                Seed = Seed,
                LongestLag = Lag,
                IsWokenByNewsOnly = Seed % 8 != 5,
                Happenings = [.. Troubles.SelectMany(trouble => trouble.Happenings(this, drains)), .. IsManual ? Approvals : []],
                Sabotage = sabotage,
            },
        }.Build();
        return new CheckedRun(cluster, this, drains);
    }

    private IEnumerable<Happening> Approvals => Enumerable.Range(0, 20 + (int)(Troubles.Select(trouble => trouble.End).Append(TimeSpan.Zero).Max().TotalSeconds / 30)).Select(number =>
        new Happening(TimeSpan.FromSeconds(7 + (30 * number)), "people approve the plan", People.Approve));

    public override string ToString() =>
        $"seed {Seed}: {Controllers} controllers and {Computes} computes with {string.Join(", ", Components)}; lag {Lag}, {ParallelComponents} components at once, width {Width}"
        + $"{(IsPerFailureDomain ? " per failure domain" : "")}{(HasCanary ? ", one canary" : "")}, budget {Budget}, floor {Floor}, stalled after {StallAfterSeconds} s{(NodesPerRack > 1 ? ", racks of two" : "")}{(Release == ReleaseKind.Plain ? "" : $", release {Release}")}{(IsConfigured ? ", configuration run at the end" : "")}{(RebootsRequired == 0 ? "" : $", reboots {RebootsRequired:b}")}{(IsManual ? ", approved by people" : "")}\n"
        + string.Join('\n', Troubles.Select(trouble => $"  {trouble}"));
}
