using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Windlass.ControlPlane.Manifests;
using Windlass.Core.Api.Meta;
using Windlass.Operator.Commands;

namespace Windlass.Operator.Previewing;

/// <summary>The objects of one namespace in files, each checked as the API server would.</summary>
/// <param name="All">What was found.</param>
/// <param name="Problems">What is wrong, for people; empty: nothing.</param>
internal sealed record ManifestObjects(ImmutableArray<Manifest> All, ImmutableArray<string> Problems)
{
    private static readonly ImmutableArray<string> Endings = [".yaml", ".yml", ".json"];

    /// <summary>Reads files and folders.</summary>
    public static ManifestObjects Read(ManifestSource source)
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
        return new ManifestObjects(objects.ToImmutable(), problems.ToImmutable());
    }

    /// <summary>Those of a kind, like objects that were just created, in the order of their names.</summary>
    public ImmutableArray<T> Typed<T>(JsonTypeInfo<T> type)
        where T : IResource =>
    [
        .. All.Where(one => one.Kind == typeof(T).Name).OrderBy(one => one.Name, StringComparer.Ordinal).Select(one =>
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
