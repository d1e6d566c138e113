using Windlass.Testing.Charts;

namespace Windlass.Charts.Tests;

/// <summary>A chart cannot reach out of its folder: what it needs from elsewhere is copied into it. WINDLASS_WRITE_CHART=1 (`make chart`) copies.</summary>
public sealed class CopiesTests
{
    private static readonly string Files = SourceTree.At("charts", "windlass", "files");

    [Fact]
    public void Definitions_InTheChart_AreThoseOfCrds()
    {
        var originals = Directory.GetFiles(SourceTree.At("crds"), "*.yaml");

        Assert.Equal(5, originals.Length);
        CheckedIn.AssertOnly(Path.Combine(Files, "crds"), originals.Select(original => Path.GetFileName(original)));
        Assert.All(originals, original => CheckedIn.AssertSame(Path.Combine(Files, "crds", Path.GetFileName(original)), File.ReadAllText(original)));
    }

    [Fact]
    public void Alerts_InTheChart_AreThoseOfConfig() =>
        CheckedIn.AssertSame(Path.Combine(Files, "alerts.yaml"), File.ReadAllText(SourceTree.At("config", "monitoring", "alerts.yaml")));

    [Fact]
    public void Dashboards_InTheChart_AreThoseOfConfig()
    {
        var originals = Directory.GetFiles(SourceTree.At("config", "monitoring", "dashboards"), "*.json");

        Assert.Equal(3, originals.Length);
        CheckedIn.AssertOnly(Path.Combine(Files, "dashboards"), originals.Select(original => Path.GetFileName(original)));
        Assert.All(originals, original => CheckedIn.AssertSame(Path.Combine(Files, "dashboards", Path.GetFileName(original)), File.ReadAllText(original)));
    }

    [Fact]
    public void Definitions_ForKustomize_AreAllListed()
    {
        var listed = YamlText.Objects(File.ReadAllText(SourceTree.At("crds", "Kustomization"))).Single()["resources"]!.AsArray().Select(each => (string)each!);

        Assert.Equal(Directory.GetFiles(SourceTree.At("crds"), "*.yaml").Select(Path.GetFileName).Order(StringComparer.Ordinal), listed);
    }
}
