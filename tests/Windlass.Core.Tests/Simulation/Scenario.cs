using System.Collections.Immutable;
using CsCheck;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>A random run: who moves next, how late the upgrade loop sees, how wide it goes, and what goes wrong when.</summary>
internal sealed record Scenario(ulong Seed, int Lag, int ParallelComponents, int Width, bool IsPerFailureDomain, bool IsStrict, ImmutableArray<Trouble> Troubles)
{
    public const int Floor = 1;

    public static Gen<Scenario> Any(params TroubleKind[] kinds) => Gen.Select(
        Gen.ULong, Gen.Int[0, 4], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Bool, Gen.Bool, Trouble.Any(kinds).Array[0, 12],
        (seed, lag, parallel, width, domain, strict, troubles) => new Scenario(seed, lag, parallel, width, domain, strict, [.. troubles]));

    public ClusterUpgradeSpec Spec => new()
    {
        TargetRelease = "birch",
        SkipComponents = ["neutron"],
        Strategy = new UpgradeStrategy
        {
            ControlPlane = new ControlPlaneStrategy { ParallelComponents = ParallelComponents, MinHealthyServers = Floor },
            Satellites = new ClusterUpgradeSpec { TargetRelease = "" }.Strategy.Satellites.Add("compute", Satellites),
        },
    };

    public SatelliteStrategy Satellites => new() { MaxInFlight = Width, SettleSeconds = 10, PerFailureDomain = IsPerFailureDomain };

    /// <summary>The run, with everything that must always be true checked after every event.</summary>
    public CheckedRun Build()
    {
        var drains = new PeoplesDrains();
        var cluster = new LabCloud
        {
            Computes = 3,
            Spec = Spec,
            Releases = IsStrict ? LabReleases.Strict : LabReleases.All,
            Settings = new SimulationSettings
            {
                Seed = Seed,
                LongestLag = Lag,
                Happenings = [.. Troubles.SelectMany(trouble => trouble.Happenings(Spec, drains))],
            },
        }.Build();
        return new CheckedRun(cluster, this, drains);
    }

    public override string ToString() =>
        $"seed {Seed}, lag {Lag}, {ParallelComponents} components at once, width {Width}{(IsPerFailureDomain ? " per failure domain" : "")}{(IsStrict ? ", strict release" : "")}: {string.Join("; ", Troubles)}";
}
