using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Windlass.Core.Tests.Catalogue;

/// <summary>The table of the shell upgrader's defects in config/releases/README.md: whole, and naming tests that exist.</summary>
public sealed partial class DefectTableTests
{
    private static readonly ImmutableArray<string> Rows =
        [.. File.ReadLines(Path.Combine(CatalogueFile.Folder, "README.md")).Where(line => Row().IsMatch(line))];

    [Fact]
    public void Defects_InTheTable_AreAllOfThem() => Assert.Equal(
        [.. Enumerable.Range(1, 24).Select(number => $"W{number}"), .. Enumerable.Range(1, 8).Select(number => $"H{number}")],
        Rows.Select(row => Row().Match(row).Groups[1].Value));

    [Fact]
    public void Defect_EachOne_HasATestOrSaysThatItHasNone() =>
        Assert.All(Rows, row => Assert.True(Test().IsMatch(row) || row.Contains("not shown yet", StringComparison.Ordinal), row));

    [Fact]
    public void Tests_InTheTable_Exist()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories).ToLookup(Path.GetFileNameWithoutExtension);

        Assert.All(Rows.SelectMany(row => Test().Matches(row)), match => Assert.True(
            sources[match.Groups[1].Value].Any(file => File.ReadAllText(file).Contains($" {match.Groups[2].Value}(", StringComparison.Ordinal)), $"{match.Value}: no such test"));
    }

    [GeneratedRegex(@"^\| ([WH]\d+) \|")]
    private static partial Regex Row();

    [GeneratedRegex("`([A-Za-z]+)\\.([A-Za-z0-9]+_[A-Za-z0-9_]+)`")]
    private static partial Regex Test();
}
