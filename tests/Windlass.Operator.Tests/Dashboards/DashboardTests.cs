using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Windlass.Operator.Metrics;
using Windlass.Operator.Tests.Metrics;
using Windlass.Testing.Charts;
using Windlass.Testing.Prometheus;

namespace Windlass.Operator.Tests.Dashboards;

/// <summary>config/monitoring/dashboards: what Grafana accepts, of what is really measured.</summary>
public sealed partial class DashboardTests
{
    private static readonly string Folder = SourceTree.At("config", "monitoring", "dashboards");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Dashboards_AreTheThree() => Assert.Equal(["windlass-drains", "windlass-nodes", "windlass-overview"], Files.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Files))]
    public void Dashboard_Frame_IsOneThatGrafanaImports(string file)
    {
        var dashboard = Read(file);

        Assert.Equal(file, (string?)dashboard["uid"]);
        Assert.Equal(39, (int?)dashboard["schemaVersion"]);
        Assert.False(dashboard.AsObject().ContainsKey("id"), "an id belongs to one Grafana");
        Assert.StartsWith("Windlass", (string?)dashboard["title"], StringComparison.Ordinal);
        var variables = dashboard["templating"]!["list"]!.AsArray().ToDictionary(one => (string)one!["name"]!, one => one!);
        Assert.Equal(("datasource", "prometheus"), ((string?)variables["datasource"]["type"], (string?)variables["datasource"]["query"]));
        Assert.All((string[])["namespace", "upgrade"], name => Assert.Equal("query", (string?)variables[name]["type"]));
        var text = dashboard["panels"]!.ToJsonString();
        Assert.All(variables.Keys, name => Assert.Contains(name == "datasource" ? "${datasource}" : $"${name}", text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Panels_EachStandsAlone_HasAUnitAndADescription(string file)
    {
        var panels = Read(file)["panels"]!.AsArray().Select(panel => panel!).ToArray();

        Assert.Equal(panels.Length, panels.Select(panel => (int)panel["id"]!).Distinct().Count());
        var places = panels.SelectMany(panel => Places(panel["gridPos"]!)).ToArray();
        Assert.Equal(places.Length, places.Distinct().Count());
        Assert.All(places, place => Assert.InRange(place.X, 0, 23));
        foreach (var panel in panels.Where(panel => (string?)panel["type"] != "row"))
        {
            var title = (string)panel["title"]!;
            Assert.NotEqual("", title);
            Assert.False(string.IsNullOrEmpty((string?)panel["description"]), title);
            Assert.False(string.IsNullOrEmpty((string?)panel["fieldConfig"]!["defaults"]!["unit"]), title);
            Assert.All(panel["targets"]!.AsArray(), target => Assert.Equal("${datasource}", (string?)target!["datasource"]!["uid"]));
            Assert.NotEmpty(panel["targets"]!.AsArray());
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void NamesInExpressions_Metrics_AreAllMeasured(string file)
    {
        using var metrics = new WindlassMetrics("test");
        using var listener = new MetricsListener(meter => meter == metrics.Meter);
        Everything.Happen(metrics);
        var measured = listener.Collect().Select(family => family.Name).ToHashSet(StringComparer.Ordinal);

        var named = Queries(Read(file)).SelectMany(query => MetricName().Matches(query.Expression)).Select(match => match.Value.Replace("_bucket", "", StringComparison.Ordinal)).Distinct().ToArray();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, measured));
    }

    /// <summary>A matcher or a legend of a label that is not there shows an empty panel, and nobody knows why.</summary>
    [Fact]
    public async Task Expressions_OnPrometheusThatScrapesEverything_AllShowSomethingWithTheLabelsOfTheirLegends()
    {
        Assert.SkipWhen(PrometheusServer.Missing is not null, PrometheusServer.Missing ?? "");
        var cancellation = TestContext.Current.CancellationToken;
        using var metrics = new WindlassMetrics("test");
        using var listener = new MetricsListener(meter => meter == metrics.Meter);
        Everything.Happen(metrics);
        await using var operating = await MonitoringServer.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0), listener, new LoopProgress(TimeProvider.System, TimeSpan.FromMinutes(1)), new CacheReadiness(), cancellation);
        var rules = await File.ReadAllTextAsync(SourceTree.At("config", "monitoring", "alerts.yaml"), cancellation);
        await using var prometheus = await PrometheusServer.StartAsync(operating.Address.Authority, rules);
        var queries = Files.SelectMany(row => Queries(Read(row.Data))).ToList();

        // A rate wants two scrapes, an alert one look at the rules.
        for (var turn = 0; turn < 300 && queries.Count > 0; turn++)
        {
            await Task.Delay(100, cancellation);
            var open = new List<Query>();
            foreach (var query in queries)
            {
                if (!await ShowsAsync(prometheus, query))
                {
                    open.Add(query);
                }
            }

            queries = open;
        }

        Assert.Empty(queries);
    }

    private static async Task<bool> ShowsAsync(PrometheusServer prometheus, Query query)
    {
        var series = (await prometheus.QueryAsync(VariableName().Replace(query.Expression, match => match.Groups[1].Value == "__rate_interval" ? "1m" : ".*"))).Series;
        return series.Count > 0 && series.All(labels => query.Labels.All(labels.ContainsKey));
    }

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file + ".json")))!;

    private static IEnumerable<Query> Queries(JsonNode dashboard) =>
        from panel in dashboard["panels"]!.AsArray()
        from target in panel!["targets"]?.AsArray() ?? []
        let legend = (string?)target!["legendFormat"] ?? ""
        select new Query((string)panel["title"]!, (string)target["expr"]!, [.. LegendLabel().Matches(legend).Select(match => match.Groups[1].Value)]);

    private static IEnumerable<(int X, int Y)> Places(JsonNode grid) =>
        from x in Enumerable.Range((int)grid["x"]!, (int)grid["w"]!)
        from y in Enumerable.Range((int)grid["y"]!, (int)grid["h"]!)
        select (x, y);

    [GeneratedRegex("(windlass|controller_runtime|workqueue|rest_client|process)_[a-z_]+")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"\$(\w+)")]
    private static partial Regex VariableName();

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex LegendLabel();

    private sealed record Query(string Panel, string Expression, string[] Labels);
}
