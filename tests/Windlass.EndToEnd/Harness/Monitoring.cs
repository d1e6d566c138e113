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
    public async Task<double> StalledAsync(string host) => (await MetricsAsync()).Split('\n')
        .Where(line => line.StartsWith("windlass_node_stalled{", StringComparison.Ordinal) && line.Contains($"host=\"{host}\"", StringComparison.Ordinal))
        .Select(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture))
        .DefaultIfEmpty(0).Max();

    /// <summary>Debian's own judge of exposition text.</summary>
    public async Task AssertPromtoolAgreesAsync()
    {
        var judged = await Command.RunAsync("promtool", ["check", "metrics"], await MetricsAsync());
        Assert.True(judged.ExitCode == 0, judged.Said);
    }
}
