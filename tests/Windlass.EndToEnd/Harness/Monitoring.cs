using System.Globalization;

namespace Windlass.EndToEnd.Harness;

/// <summary>What Prometheus sees.</summary>
internal sealed class Monitoring(string address)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public Task<string> MetricsAsync() => Http.GetStringAsync(new Uri($"http://{address}/metrics"));

    public async Task<int> StatusAsync(string path)
    {
        using var answer = await Http.GetAsync(new Uri($"http://{address}{path}"));
        return (int)answer.StatusCode;
    }

    /// <summary>windlass_node_stalled of a node; 0 also when there is no such series: per-node series exist only while there is something to say.</summary>
    public async Task<double> StalledAsync(string host) => Values(await MetricsAsync(), "windlass_node_stalled{", $"host=\"{host}\"").DefaultIfEmpty(0).Max();

    /// <summary>The status of a work order is written at most twice for each step of its node.</summary>
    public async Task AssertFewStatusWritesAsync()
    {
        var metrics = await MetricsAsync();
        var steps = Values(metrics, "windlass_node_step_attempts_total{", "").Sum();
        var writes = Values(metrics, "windlass_api_writes_total{", "kind=\"NodeUpgrade\",result=\"success\",verb=\"apply_status\"").Sum();
        Assert.True(steps > 0 && writes <= 2 * steps, $"{writes} writes of status for {steps} steps");
    }

    /// <summary>Debian's own judge of exposition text.</summary>
    public async Task AssertPromtoolAgreesAsync()
    {
        var judged = await Command.RunAsync("promtool", ["check", "metrics"], await MetricsAsync());
        Assert.True(judged.ExitCode == 0, judged.Said);
    }

    private static IEnumerable<double> Values(string metrics, string series, string labels) => metrics.Split('\n')
        .Where(line => line.StartsWith(series, StringComparison.Ordinal) && line.Contains(labels, StringComparison.Ordinal))
        .Select(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}
