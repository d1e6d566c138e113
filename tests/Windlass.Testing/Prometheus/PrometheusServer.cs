using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Windlass.Testing.KubeServers;

namespace Windlass.Testing.Prometheus;

/// <summary>Debian's Prometheus, scraping one operator once a second under the job that the alerts ask for. Gone with all its data when disposed.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/prometheus";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    private readonly DirectoryInfo _folder;
    private readonly GuardedProcess _process;
    private readonly string _address;

    private PrometheusServer(DirectoryInfo folder, GuardedProcess process, string address) => (_folder, _process, _address) = (folder, process, address);

    /// <summary>Why there is none here; null: it can be started.</summary>
    public static string? Missing => File.Exists(Program) ? null : "prometheus is not installed (tests/lab/setup installs it)";

    /// <summary>Starts it, and returns when it answers.</summary>
    /// <param name="target">HOST:PORT of the operator's /metrics.</param>
    /// <param name="rules">Text of a rules file.</param>
    /// <param name="alertmanager">HOST:PORT of who gets the alerts; null: nobody.</param>
    public static async Task<PrometheusServer> StartAsync(string target, string rules, string? alertmanager = null)
    {
        var folder = Directory.CreateTempSubdirectory("windlass-prometheus-");
        var address = FreeAddress();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "alerts.yaml"), rules);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "prometheus.yaml"), Configuration(target, alertmanager));
        var process = new GuardedProcess(
            Path.Combine(folder.FullName, "log"),
            Program,
            $"--config.file={folder.FullName}/prometheus.yaml",
            $"--storage.tsdb.path={folder.FullName}/data",
            $"--web.listen-address={address}",
            "--rules.alert.resend-delay=1s",
            "--log.level=warn");
        var server = new PrometheusServer(folder, process, address);
        try
        {
            await server.UntilReadyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>An address on loopback that nobody listens on.</summary>
    public static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener.LocalEndpoint.ToString()!;
    }

    /// <summary>Asks for the value of an expression now.</summary>
    /// <param name="expression">PromQL.</param>
    /// <exception cref="InvalidOperationException">It is not understood.</exception>
    public async Task<PrometheusAnswer> QueryAsync(string expression)
    {
        using var answer = await Http.GetAsync(new Uri($"http://{_address}/api/v1/query?query={Uri.EscapeDataString(expression)}"));
        var said = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        if ((string?)said["status"] != "success")
            throw new InvalidOperationException($"{expression}: {said["error"]}");
        return new PrometheusAnswer([.. said["data"]!["result"]!.AsArray().Select(series => series!["metric"]!.AsObject().ToDictionary(label => label.Key, label => (string)label.Value!))]);
    }

    /// <summary>Kills it, and removes what it wrote.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    internal static async Task<bool> IsReadyAsync(string address)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri($"http://{address}/-/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Not listening yet: asked again by the caller.
            return false;
        }
    }

    private async Task UntilReadyAsync()
    {
        while (!await IsReadyAsync(_address))
        {
            if (_process.HasEnded)
                throw new InvalidOperationException($"prometheus ended: {_process.Said}");
            await Task.Delay(100);
        }
    }

    private static string Configuration(string target, string? alertmanager) =>
        $"""
        global: {"{scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}"}
        rule_files: [alerts.yaml]
        scrape_configs:
          - job_name: windlass
            static_configs: [{"{"}targets: ["{target}"]{"}"}]
        alerting:
          alertmanagers: [{(alertmanager is null ? "" : $"{{static_configs: [{{targets: [\"{alertmanager}\"]}}]}}")}]
        """;
}
