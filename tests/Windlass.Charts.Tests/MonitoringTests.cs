using System.Text.Json.Nodes;
using Windlass.Testing.Charts;

namespace Windlass.Charts.Tests;

/// <summary>What the chart gives to the Prometheus operator.</summary>
public sealed class MonitoringTests
{
    private const string Promtool = "/usr/bin/promtool";

    [Fact]
    public async Task ClusterWithoutTheKinds_Chart_HasNone()
    {
        ValueFiles.SkipWithoutRenderer();
        var chart = await HelmRender.RenderAsync(new ChartRender());

        Assert.Empty(chart.Of("ServiceMonitor"));
        Assert.Empty(chart.Of("PrometheusRule"));
    }

    [Fact]
    public async Task Rules_Defaults_AreThoseOfConfigMonitoring()
    {
        var spec = (await ValueFiles.RenderAsync("defaults")).Of("PrometheusRule").Single()["spec"];
        var expected = YamlText.Objects(await File.ReadAllTextAsync(SourceTree.At("config", "monitoring", "alerts.yaml"), TestContext.Current.CancellationToken)).Single();

        Assert.True(JsonNode.DeepEquals(expected, spec));
    }

    /// <summary>The alerts ask for the job; the scrape must be labelled with it, and find the pods' service.</summary>
    [Theory]
    [InlineData("defaults", "windlass", "monitoring")]
    [InlineData("everything", "windlass-b", "monitoring")]
    public async Task Scrape_Service_IsFoundAndNamesTheJob(string values, string job, string port)
    {
        var chart = await ValueFiles.RenderAsync(values);
        var monitor = chart.Of("ServiceMonitor").Single()["spec"]!;
        var service = chart.Of("Service").Single(each => each["spec"]!["ports"]!.AsArray().Any(one => (string?)one!["name"] == port));
        var pods = chart.Of("Deployment").Single()["spec"]!["template"]!["metadata"]!["labels"]!;

        Assert.Equal(job, (string?)service["metadata"]!["labels"]![(string)monitor["jobLabel"]!]);
        Assert.All(monitor["selector"]!["matchLabels"]!.AsObject(), entry => Assert.Equal((string?)entry.Value, (string?)service["metadata"]!["labels"]![entry.Key]));
        Assert.All(service["spec"]!["selector"]!.AsObject(), entry => Assert.Equal((string?)entry.Value, (string?)pods[entry.Key]));
        Assert.Equal(port, (string?)Assert.Single(monitor["endpoints"]!.AsArray())!["port"]);
        Assert.Equal(port, (string?)Assert.Single(service["spec"]!["ports"]!.AsArray())!["name"]);
    }

    /// <summary>Legends and variables of Grafana look like helm's own templates: they must come through as they are.</summary>
    [Fact]
    public async Task Dashboards_Enabled_AreThoseOfConfigMonitoringForTheSidecar()
    {
        var map = (await ValueFiles.RenderAsync("everything")).Of("ConfigMap").Single(each => ((string)each["metadata"]!["name"]!).EndsWith("-dashboards", StringComparison.Ordinal));
        var originals = Directory.GetFiles(SourceTree.At("config", "monitoring", "dashboards"), "*.json");

        Assert.Equal("1", (string?)map["metadata"]!["labels"]!["grafana_dashboard"]);
        Assert.Equal(originals.Select(Path.GetFileName).Order(StringComparer.Ordinal), map["data"]!.AsObject().Select(entry => entry.Key).Order(StringComparer.Ordinal));
        Assert.All(originals, original => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(File.ReadAllText(original)), JsonNode.Parse((string)map["data"]![Path.GetFileName(original)]!))));
    }

    [Fact]
    public async Task Dashboards_Defaults_AreNone() =>
        Assert.DoesNotContain((await ValueFiles.RenderAsync("defaults")).Of("ConfigMap"), each => ((string)each["metadata"]!["name"]!).EndsWith("-dashboards", StringComparison.Ordinal));

    /// <summary>Two releases in one Prometheus: none may take the other's leader for a second one of its own.</summary>
    [Fact]
    public async Task Rules_AnotherJob_AskForItAndArePrometheus()
    {
        Assert.SkipUnless(File.Exists(Promtool), "promtool is not installed (Debian package prometheus)");
        var chart = await ValueFiles.RenderAsync("everything");
        var spec = chart.Of("PrometheusRule").Single()["spec"]!;
        var rules = spec["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).ToArray();

        Assert.DoesNotContain(rules, rule => ((string)rule!["expr"]!).Contains("job=\"windlass\"", StringComparison.Ordinal));
        Assert.Contains(rules, rule => (string?)rule!["expr"] == "sum(windlass_operator_leader{job=\"windlass-b\"}) > 1");
        Assert.All(rules, rule => Assert.StartsWith(
            "https://git.example.com/windlass/config/monitoring/runbooks/", (string?)rule!["annotations"]!["runbook_url"], StringComparison.Ordinal));
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, spec.ToJsonString(), TestContext.Current.CancellationToken);
            (await ToolRun.RunAsync(Promtool, ["check", "rules", file])).MustSucceed();
        }
        finally
        {
            File.Delete(file);
        }
    }
}
