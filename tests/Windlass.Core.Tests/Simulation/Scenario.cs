using System.Collections.Immutable;
using Windlass.Core.Api.Gates;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>A random run: how large the cloud is, who moves next, how late the upgrade loop sees, by which policy it goes, and what goes wrong when.</summary>
internal sealed record Scenario
{
    public const int Floor = 1;

    /// <summary>Name of the gate that computes wait for, where they do.</summary>
    public const string Gate = "message-bus";

    public const int GateSeconds = 5;

    /// <summary>What is installed, from little to much. Neutron is there in the largest only, and is left out by its owner.</summary>
    private static readonly ImmutableArray<ImmutableArray<string>> Sizes =
        [["keystone"], ["keystone", "glance"], ["keystone", "nova"], ["keystone", "glance", "nova"], ["keystone", "glance", "nova", "neutron"]];

    private static readonly ImmutableArray<ImmutableArray<ClusterRelease>> Plain = [.. Sizes.Select(size => LabReleases.With(LabReleases.All, size))];
    private static readonly ImmutableArray<ImmutableArray<ClusterRelease>> Strict = [.. Sizes.Select(size => LabReleases.With(LabReleases.Strict, size))];
    private static readonly ImmutableArray<ImmutableArray<ClusterRelease>> PlainConfigured = [.. Plain.Select(LabReleases.Configured)];
    private static readonly ImmutableArray<ImmutableArray<ClusterRelease>> StrictConfigured = [.. Strict.Select(LabReleases.Configured)];
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

    public required bool IsStrict { get; init; }

    public required bool HasCanary { get; init; }

    /// <summary>Configuration management is run at the end.</summary>
    public required bool IsConfigured { get; init; }

    public required string Budget { get; init; }

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
        SkipComponents = ["neutron"],
        Gates = IsGated
            ? [new HealthGate { Name = Gate, OnRoles = ["controller"], Satellites = ["compute"], IntervalSeconds = GateSeconds, HoldLimitSeconds = 30, RabbitmqBacklog = new RabbitmqBacklogGate() }]
            : [],
        Approval = new UpgradeApproval { Mode = IsManual ? ApprovalMode.Manual : ApprovalMode.Automatic },
        Strategy = new UpgradeStrategy
        {
            ControlPlane = new ControlPlaneStrategy { ParallelComponents = ParallelComponents, MinHealthyServers = Floor, Reboot = RebootPolicy.IfRequired },
            Satellites = Computes == 0 ? new UpgradeStrategy().Satellites : new UpgradeStrategy().Satellites.Add("compute", Satellites),
            FailureBudget = new FailureBudget { MaxFailedNodes = Budget },
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

    /// <summary>Most runs are short, of small clouds; one in thirty is as large as the lab.</summary>
    /// <param name="seed">Any number; the same gives the same run.</param>
    /// <param name="kinds">What may go wrong.</param>
    public static Scenario Of(ulong seed, ImmutableArray<TroubleKind> kinds)
    {
        var choice = new SeededChoice(seed);
        var size = choice.Below(32) switch { < 24 => 0, < 27 => 1, < 30 => 2, < 31 => 3, _ => 4 };
        var controllers = size >= 3 || choice.Below(8) == 0 ? 3 : 2;
        var seconds = 30 + (22 * Math.Min(size + 1, 3) * controllers);
        return new Scenario
        {
            Seed = seed,
            Size = size,
            Controllers = controllers,
            Computes = size < 2 ? choice.Below(8) / 7 : 1 + choice.Below(size >= 3 ? 3 : 2),
            Lag = choice.Below(5),
            ParallelComponents = 1 + choice.Below(3),
            Width = 1 + choice.Below(3),
            IsPerFailureDomain = choice.Below(2) == 0,
            IsStrict = choice.Below(2) == 0,
            HasCanary = choice.Below(4) == 0,
            Budget = choice.Of(Budgets),
            IsConfigured = choice.Below(4) == 0,
            RebootsRequired = choice.Below(4) == 0 ? choice.Below(128) : 0,
            Troubles = [.. Enumerable.Range(0, choice.Below(4 + (2 * size))).Select(_ => Trouble.Of(choice, kinds, seconds))],
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
            HasNetwork = Size == 4,
            Components = Components,
            Spec = Spec,
            RebootsRequired = RebootsRequired,
            Releases = (IsConfigured ? IsStrict ? StrictConfigured : PlainConfigured : IsStrict ? Strict : Plain)[Size],
            Settings = new SimulationSettings
            {
                Seed = Seed,
                LongestLag = Lag,
                Happenings = [.. Troubles.SelectMany(trouble => trouble.Happenings(this, drains)), .. IsManual ? Approvals : []],
                Sabotage = sabotage,
            },
        }.Build();
        return new CheckedRun(cluster, this, drains);
    }

    private static IEnumerable<Happening> Approvals => Enumerable.Range(0, 20).Select(number =>
        new Happening(TimeSpan.FromSeconds(7 + (30 * number)), "people approve the plan", People.Approve));

    public override string ToString() =>
        $"seed {Seed}: {Controllers} controllers and {Computes} computes with {string.Join(", ", Components)}; lag {Lag}, {ParallelComponents} components at once, width {Width}"
        + $"{(IsPerFailureDomain ? " per failure domain" : "")}{(HasCanary ? ", one canary" : "")}, budget {Budget}{(IsStrict ? ", strict release" : "")}{(IsConfigured ? ", configuration run at the end" : "")}{(RebootsRequired == 0 ? "" : $", reboots {RebootsRequired:b}")}{(IsManual ? ", approved by people" : "")}\n"
        + string.Join('\n', Troubles.Select(trouble => $"  {trouble}"));
}
