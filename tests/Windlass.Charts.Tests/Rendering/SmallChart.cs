using Windlass.Testing.Charts;

namespace Windlass.Charts.Tests.Rendering;

/// <summary>A chart of one template, in a folder of its own.</summary>
internal sealed class SmallChart : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("windlass-chart-").FullName;

    public SmallChart(string template, string values = "", string? schema = null)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "templates"));
        File.WriteAllText(Path.Combine(_folder, "Chart.yaml"), "apiVersion: v2\nname: small\nversion: 1.2.3\nappVersion: \"9\"\nkubeVersion: \">=1.25.0-0\"\n");
        File.WriteAllText(Path.Combine(_folder, "values.yaml"), values);
        File.WriteAllText(Path.Combine(_folder, "text.txt"), "line\n");
        File.WriteAllText(Path.Combine(_folder, "templates", "it.yaml"), template);
        if (schema is not null)
        {
            File.WriteAllText(Path.Combine(_folder, "values.schema.json"), schema);
        }
    }

    public Task<ToolRun> TryAsync(string values = "", string kube = "1.30.0") =>
        HelmRender.TryAsync(new ChartRender { Chart = _folder, Values = values, KubeVersion = kube, ApiVersions = ["example.com/v1/Thing"] });

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
