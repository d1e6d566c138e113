using System.Text.RegularExpressions;

namespace Windlass.Core.Tests.Catalogue;

/// <summary>The files that people apply, against the one place that they are made from.</summary>
public sealed partial class CatalogueFileTests
{
    public static TheoryData<string> Names => CatalogueFile.Names;

    /// <summary>WINDLASS_WRITE_RELEASES=1 (`make releases`) writes the files instead of comparing them.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void CheckedInRelease_AgainstItsSource_IsTheSame(string release)
    {
        var expected = CatalogueSource.Text(CatalogueSource.Rows.Single(row => row.Name == release));
        if (Environment.GetEnvironmentVariable("WINDLASS_WRITE_RELEASES") == "1")
        {
            File.WriteAllText(CatalogueFile.PathOf(release), expected);
        }

        Assert.Equal(expected, File.ReadAllText(CatalogueFile.PathOf(release)));
    }

    [Fact]
    public void Folder_Listed_HoldsTheTwelveReleasesAndNothingElse() => Assert.Equal(
        ["antelope", "bobcat", "caracal", "dalmatian", "epoxy", "flamingo", "gazpacho", "hibiscus", "wallaby", "xena", "yoga", "zed"],
        Directory.EnumerateFiles(CatalogueFile.Folder, "*.yaml").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Release_Read_CarriesTheNameOfItsFile(string release) => Assert.Equal(release, CatalogueFile.Read(CatalogueFile.PathOf(release)).Metadata.Name);

    /// <summary>The comment above a component names the guide that it follows: whoever doubts a step can look it up.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Component_CommentAbove_NamesItsSource(string release)
    {
        var lines = File.ReadAllLines(CatalogueFile.PathOf(release));
        foreach (var component in CatalogueFile.Named(release).Spec.Components)
        {
            var start = Array.IndexOf(lines, $"    - name: {component.Name}");
            Assert.True(start > 0, $"{release}: no line of its own for {component.Name}");
            var comment = lines[..start].Reverse().TakeWhile(line => line.StartsWith("    #", StringComparison.Ordinal));
            Assert.Contains(comment, line => Source().IsMatch(line));
        }
    }

    [GeneratedRegex("^    # Source: [a-z-]+:[A-Za-z0-9_/.-]+")]
    private static partial Regex Source();
}
