using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Forecasting;
using Windlass.Core.Projection;
using Windlass.Operator.Previewing;

namespace Windlass.Operator.Simulating;

/// <summary>Puts the cloud of a simulation together, from manifests or from numbers.</summary>
internal static class CloudBuilder
{
    public static CloudReading Build(SimulateSettings settings, DateTimeOffset now)
    {
        var reading = ManifestSet.Read(settings);
        if (reading is not ManifestSetReading.Loaded { Set: var set })
        {
            return new CloudReading.Unusable(((ManifestSetReading.Unusable)reading).Problems);
        }

        var wanted = set.Upgrade.Spec.TargetRelease;
        var target = set.Releases.FirstOrDefault(release => release.Metadata.Name == wanted);
        if (target is null)
        {
            return Wrong($"there is no ClusterRelease {wanted} in the files: give it with -f, for example -f config/releases");
        }

        var from = settings.From ?? ImaginedCloud.FromOf(target, set.Releases);
        if (from is null || !set.Releases.Any(release => release.Metadata.Name == from))
        {
            return Wrong($"ClusterRelease {wanted} may follow {string.Join(", ", target.Spec.UpgradesFrom)}: give the one that is installed with -f too{(from is null ? "" : $"; there is no {from}")}");
        }

        var nodes = Nodes(settings, set, target, out var problem);
        if (problem is not null)
        {
            return Wrong(problem);
        }

        var cloud = new ImaginedCloud { Upgrade = set.Upgrade, Releases = set.Releases, Nodes = nodes, From = from };
        return UpgradeForesight.Scope(cloud.Upgrade, cloud.Releases, cloud.Nodes, now) is UpgradeScope.Refused { Refusal: var refusal }
            ? Wrong($"{refusal.Reason}: {refusal.Message}")
            : new CloudReading.Ready(cloud, set.PastRuns);
    }

    private static ImmutableArray<ClusterNode> Nodes(SimulateSettings settings, ManifestSet set, ClusterRelease target, out string? problem)
    {
        problem = settings is { Nodes: not null, Cluster: not null } ? "--nodes and --cluster say the same thing twice: give one" : null;
        if (problem is not null)
        {
            return [];
        }

        if (settings is { Nodes: null, Cluster: null })
        {
            problem = set.Nodes.IsEmpty ? "say what there is: ClusterNodes with -f, or --nodes 101, or --cluster controllers=3,network=12,compute=83" : null;
            return set.Nodes;
        }

        if (!set.Nodes.IsEmpty)
        {
            problem = "the files have ClusterNodes already: leave out --nodes and --cluster, or those files";
            return [];
        }

        var shape = settings.Cluster is { } text ? CloudShape.Parse(text, target.Spec, out problem) : CloudShape.Of(settings.Nodes!.Value, target.Spec);
        if (shape is null)
        {
            problem = problem is null ? $"--nodes {settings.Nodes}: from one of each role of the release to {CloudShape.MostNodes}" : $"--cluster: {problem}";
            return [];
        }

        return shape.Build(set.Upgrade.Metadata.Namespace ?? settings.Namespace, target.Spec, settings.Racks);
    }

    private static CloudReading.Unusable Wrong(string problem) => new([problem]);
}
