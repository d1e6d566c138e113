using System.Collections.Immutable;

namespace Windlass.Core.Tests.Catalogue;

/// <summary>The one place that the release files of the catalogue are made from.</summary>
internal static class CatalogueSource
{
    public static ImmutableArray<ReleaseRow> Rows { get; } = Read();

    private static string Folder => Path.Combine(Repository.Root, "config", "releases", "source");

    /// <summary>The file of one release as it is to be.</summary>
    public static string Text(ReleaseRow row)
    {
        var templates = Directory.EnumerateFiles(Folder, "*.yaml.in").Order(StringComparer.Ordinal).Select(File.ReadAllText);
        return new ReleaseTemplate(Rows).Expand(string.Concat(templates), row);
    }

    private static ImmutableArray<ReleaseRow> Read()
    {
        var lines = File.ReadLines(Path.Combine(Folder, "releases.tsv"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToImmutableArray();
        return [.. lines.Skip(1).Select(cells => new ReleaseRow { Name = cells[0], Columns = lines[0].Zip(cells).ToImmutableDictionary(pair => pair.First, pair => pair.Second) })];
    }
}
