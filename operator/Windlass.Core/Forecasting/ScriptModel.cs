using System.Collections.Immutable;

namespace Windlass.Core.Forecasting;

/// <summary>
/// What the shell upgrader that OpenStack clusters on Debian use today would take, by its own passes: each goes over its hosts in batches of a
/// fixed width, and a batch takes as long as its slowest host. Source: our reading of oci-cluster-upgrade-openstack-release
/// (openstack-cluster-installer 44); its latencies are those of <see cref="Simulation.StepTimes.Typical"/>.
/// </summary>
public static class ScriptModel
{
    private const double Look = 0.5;
    private const double Leaf = 20;
    private const double Libraries = 75;
    private const double PackageQuery = 0.5;
    private const double Sleep = 30;

    /// <summary>Its pass over the configuration management of every node: by far its longest, and Windlass may have none.</summary>
    public const string Configuration = "configuration management runs";

    private static readonly ImmutableArray<string> Libraried = ["controller", "messaging", "network", "compute"];

    /// <summary>Its passes over a cloud.</summary>
    /// <param name="nodes">Nodes by role; null where the cloud has other roles than the script knows.</param>
    /// <returns>Empty when it could not do this cloud.</returns>
    public static ImmutableArray<CriticalPart> Passes(ImmutableArray<RoleCount> nodes)
    {
        var (all, controllers, networks, computes) = (nodes.Sum(role => role.Nodes), Count(nodes, "controller"), Count(nodes, "network"), Count(nodes, "compute"));
        if (controllers == 0 || computes == 0 || nodes.Any(role => !Libraried.Contains(role.Role)))
        {
            return [];
        }

        return
        [
            Pass("inventory, ping, configuration management off", 5 + (all * 0.25) + Batches(all, 24, 4.35)),
            Pass("upgrade of the deployment host", 180),
            Pass("APT sources", Batches(all, 24, 18)),
            Pass("libraries, role after role",
                Role(controllers, 8, 101) + Role(Count(nodes, "messaging"), 8, 54) + Role(networks, 24, 62) + Role(computes, 24, 78)),
            Pass("keystone, barbican, heat, designate", 4 * Project(11)),
            Pass("horizon, one controller at a time", Batches(controllers, 1, Leaf + Libraries + 2)),
            Pass("glance, octavia, gnocchi, cloudkitty, aodh, placement", 6 * Project(29.1)),
            Pass("ceilometer", Batches(controllers, 1, Leaf + Look) + Batches(computes, 8, Leaf + Look)),
            Pass("cinder, nova, neutron", 3 * Project(15.33)),
            Pass("nova on computes", Batches(computes, 8, Leaf + 11.3)),
            Pass("neutron on network nodes, one at a time", Batches(networks, 1, Sleep + Leaf + 11.5)),
            Pass("neutron on computes", Batches(computes, 3, Sleep + Leaf + 6)),
            Pass(Configuration, Batches(all, 8, 180)),
            Pass("configuration management on, status checks", 70),
        ];
    }

    /// <summary>All of its passes, one after the other.</summary>
    /// <param name="passes">Its passes.</param>
    public static TimeSpan Total(ImmutableArray<CriticalPart> passes) => TimeSpan.FromTicks(passes.Sum(pass => pass.Takes.Ticks));

    /// <summary>One service: on the first controller drain, stop, install, migrate, start; then on the others together.</summary>
    /// <param name="stopsAndStarts">Seconds for its units, over both.</param>
    private static double Project(double stopsAndStarts) => (4 * 1.2) + (2 * Look) + (2 * Leaf) + 8 + stopsAndStarts + (2 * 9.6);

    private static double Role(int hosts, int width, int packages) => Batches(hosts, width, (packages * PackageQuery) + Libraries + 3);

    private static double Batches(int hosts, int width, double slowest) => Math.Ceiling((double)hosts / width) * slowest;

    private static int Count(ImmutableArray<RoleCount> nodes, string role) => nodes.FirstOrDefault(count => count.Role == role)?.Nodes ?? 0;

    private static CriticalPart Pass(string name, double seconds) => new(name, TimeSpan.FromSeconds(seconds));
}
