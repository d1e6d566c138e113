using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Forecasting;
using Windlass.Core.Simulation;
using Windlass.Core.Tests.Catalogue;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Forecasting;

/// <summary>Clouds of the catalogue that nobody has looked at.</summary>
internal static class Forecasts
{
    /// <summary>The first user's: 101 nodes.</summary>
    public const string Seed = "controllers=3,network=12,compute=83,messaging=3";

    /// <summary>One failure domain at a time: 3 network nodes, 24 computes.</summary>
    public static UpgradeStrategy Careful =>
        Strategy(new SatelliteStrategy { MaxInFlight = 3, PerFailureDomain = true }, new SatelliteStrategy { MaxInFlight = 24, PerFailureDomain = true });

    public static UpgradeStrategy Strategy(SatelliteStrategy network, SatelliteStrategy compute) => new()
    {
        Satellites = new UpgradeStrategy().Satellites.Add("network", network).Add("compute", compute),
    };

    public static ImaginedCloud Cloud(string shape, UpgradeStrategy? strategy = null, int racks = 4)
    {
        var target = CatalogueFile.Named("epoxy");
        var nodes = CloudShape.Parse(shape, target.Spec, out _)!.Build("lab", target.Spec, racks);
        return new ImaginedCloud
        {
            Upgrade = new ClusterUpgrade
            {
                Metadata = new ObjectMeta { Name = "to-epoxy", Namespace = "lab" },
                Spec = new ClusterUpgradeSpec { TargetRelease = "epoxy", Strategy = strategy ?? Careful },
            },
            Releases = CatalogueFile.All,
            Nodes = nodes,
            From = "dalmatian",
        };
    }

    public static Forecast Run(this ImaginedCloud cloud, StepTimes? times = null)
    {
        var run = new ForecastRun(cloud, times ?? StepTimes.Typical, LabCloud.Start);
        while (run.Advance(1000))
        {
        }

        return run.Result();
    }
}
