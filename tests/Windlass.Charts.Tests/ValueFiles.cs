using Windlass.Testing.Charts;

namespace Windlass.Charts.Tests;

/// <summary>The values that everything about the chart is tested with: Values/*.yaml.</summary>
internal static class ValueFiles
{
    private static readonly string Folder = SourceTree.At("tests", "Windlass.Charts.Tests", "Values");

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>Renders the chart for a cluster that has everything. Skips the test where nothing can be rendered.</summary>
    public static async Task<RenderedChart> RenderAsync(string name)
    {
        SkipWithoutRenderer();
        var values = await File.ReadAllTextAsync(Path.Combine(Folder, name + ".yaml"), TestContext.Current.CancellationToken);
        return await HelmRender.RenderAsync(new ChartRender { Values = values, ApiVersions = ChartRender.PrometheusKinds });
    }

    public static void SkipWithoutRenderer() => Assert.SkipWhen(HelmRender.Missing is not null, HelmRender.Missing ?? "");
}
