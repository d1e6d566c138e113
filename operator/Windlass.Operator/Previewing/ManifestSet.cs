using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Windlass.ControlPlane.Manifests;
using Windlass.Core.Api;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Forecasting;
using Windlass.Operator.Commands;

namespace Windlass.Operator.Previewing;

/// <summary>The objects of one cluster, read from files as the API server would take them.</summary>
/// <param name="Upgrade">What is wanted.</param>
/// <param name="Releases">Releases.</param>
/// <param name="Nodes">Nodes.</param>
/// <param name="PastRuns">Upgrades that are over and say what their steps took, the latest first.</param>
internal sealed record ManifestSet(ClusterUpgrade Upgrade, ImmutableArray<ClusterRelease> Releases, ImmutableArray<ClusterNode> Nodes, ImmutableArray<ClusterUpgrade> PastRuns)
{
    private static readonly ImmutableArray<string> Endings = [".yaml", ".yml", ".json"];

    /// <summary>Reads and checks everything before anything is looked at.</summary>
    public static ManifestSetReading Read(ManifestSource source)
    {
        var (reader, problems) = (new ManifestReader(CarriedDefinitions.All), ImmutableArray.CreateBuilder<string>());
        var objects = ImmutableArray.CreateBuilder<Manifest>();
        foreach (var file in source.Files.SelectMany(Expand))
        {
            var (found, wrong) = TextFile.Read(file) switch
            {
                FileReading.Read text => reader.Read(file, text.Text, source.Namespace),
                FileReading.Unreadable unreadable => new ManifestReading([], [unreadable.Message]),
                _ => throw new InvalidOperationException("closed set"),
            };
            objects.AddRange(found.Where(one => one.Namespace == source.Namespace));
            problems.AddRange(wrong);
        }

        problems.AddRange(objects.GroupBy(one => (one.Kind, one.Name)).Where(same => same.Count() > 1).Select(same =>
            $"{same.Key.Kind} {same.Key.Name} stands in {string.Join(" and in ", same.Select(one => one.File))}: keep one"));
        return problems.Count > 0 ? new ManifestSetReading.Unusable(problems.ToImmutable()) : Assemble(objects.ToImmutable(), source);
    }

    private static ManifestSetReading Assemble(ImmutableArray<Manifest> objects, ManifestSource source)
    {
        var upgrades = Typed(objects, WindlassJson.Default.ClusterUpgrade);
        var over = Over(objects, upgrades);
        var named = upgrades.Where(upgrade => source.Upgrade is null || upgrade.Metadata.Name == source.Upgrade).ToImmutableArray();

        // Out of a cluster come the upgrades of the past, too: nobody means those when there is another.
        var wanted = named.Length <= 1 ? named : [.. named.Where(upgrade => over.All(past => past.Metadata.Name != upgrade.Metadata.Name))];
        if (wanted.Length == 1)
        {
            return new ManifestSetReading.Loaded(new(
                wanted[0],
                Typed(objects, WindlassJson.Default.ClusterRelease),
                Typed(objects, WindlassJson.Default.ClusterNode),
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

    /// <summary>Like objects that were just created, in the order of their names.</summary>
    private static ImmutableArray<T> Typed<T>(ImmutableArray<Manifest> objects, JsonTypeInfo<T> type)
        where T : IResource =>
    [
        .. objects.Where(one => one.Kind == typeof(T).Name).OrderBy(one => one.Name, StringComparer.Ordinal).Select(one =>
        {
            var metadata = one.Tree["metadata"]!;
            (metadata["namespace"], metadata["generation"], metadata["uid"]) = (one.Namespace, 1, $"{one.Kind}-{one.Name}");
            return JsonSerializer.Deserialize(one.Tree, type)!;
        }),
    ];

    /// <summary>A folder stands for the manifests right in it.</summary>
    private static IEnumerable<string> Expand(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path).Where(file => Endings.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal)
        : [path];
}
