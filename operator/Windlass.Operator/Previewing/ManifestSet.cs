using System.Collections.Immutable;
using System.Text.Json;
using Windlass.ControlPlane.Manifests;
using Windlass.Core.Api;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Forecasting;

namespace Windlass.Operator.Previewing;

/// <summary>The objects of one cluster, read from files as the API server would take them.</summary>
/// <param name="Upgrade">What is wanted.</param>
/// <param name="Releases">Releases.</param>
/// <param name="Nodes">Nodes.</param>
/// <param name="PastRuns">Upgrades that are over and say what their steps took, the latest first.</param>
internal sealed record ManifestSet(ClusterUpgrade Upgrade, ImmutableArray<ClusterRelease> Releases, ImmutableArray<ClusterNode> Nodes, ImmutableArray<ClusterUpgrade> PastRuns)
{
    /// <summary>Reads and checks everything before anything is looked at.</summary>
    public static ManifestSetReading Read(ManifestSource source)
    {
        var objects = ManifestObjects.Read(source);
        return objects.Problems.IsEmpty ? Assemble(objects, source) : new ManifestSetReading.Unusable(objects.Problems);
    }

    private static ManifestSetReading Assemble(ManifestObjects objects, ManifestSource source)
    {
        var upgrades = objects.Typed(WindlassJson.Default.ClusterUpgrade);
        var over = Over(objects.All, upgrades);
        var named = upgrades.Where(upgrade => source.Upgrade is null || upgrade.Metadata.Name == source.Upgrade).ToImmutableArray();

        // Out of a cluster come the upgrades of the past, too: nobody means those when there is another.
        var wanted = named.Length <= 1 ? named : [.. named.Where(upgrade => over.All(past => past.Metadata.Name != upgrade.Metadata.Name))];
        if (wanted.Length == 1)
        {
            return new ManifestSetReading.Loaded(new(
                wanted[0],
                objects.Typed(WindlassJson.Default.ClusterRelease),
                objects.Typed(WindlassJson.Default.ClusterNode),
                LearnedTimes.PastRuns(over.Where(upgrade => upgrade.Metadata.Name != wanted[0].Metadata.Name))));
        }

        var names = string.Join(", ", upgrades.Select(upgrade => upgrade.Metadata.Name));
        return new ManifestSetReading.Unusable(
        [
            upgrades.IsEmpty ? $"there is no ClusterUpgrade of namespace {source.Namespace} in the files: give one with -f, or say --namespace"
            : wanted.IsEmpty ? $"there is no ClusterUpgrade {source.Upgrade}; there are: {names}"
            : $"there are several ClusterUpgrades ({names}): say which one with --upgrade NAME",
        ]);
    }

    private static ImmutableArray<ClusterUpgrade> Over(ImmutableArray<Manifest> objects, ImmutableArray<ClusterUpgrade> upgrades) =>
    [
        .. upgrades.Join(
                objects.Where(one => one is { Kind: nameof(ClusterUpgrade), Status: not null }), upgrade => upgrade.Metadata.Name, one => one.Name,
                (upgrade, one) => upgrade with { Status = StatusOf(one) })
            .Where(upgrade => upgrade.Status?.CompletionTime is not null),
    ];

    /// <summary>What cannot be read tells nothing: a status is nobody's input.</summary>
    private static ClusterUpgradeStatus? StatusOf(Manifest upgrade)
    {
        try
        {
            return JsonSerializer.Deserialize(upgrade.Status, WindlassJson.Default.ClusterUpgradeStatus);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
