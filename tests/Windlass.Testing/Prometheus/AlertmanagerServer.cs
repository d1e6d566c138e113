using System.Globalization;
using Windlass.Testing.KubeServers;

namespace Windlass.Testing.Prometheus;

/// <summary>Debian's Alertmanager, which tells everything, fired and resolved, to one webhook at once.</summary>
public sealed class AlertmanagerServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/prometheus-alertmanager";

    private readonly DirectoryInfo _folder;
    private readonly GuardedProcess _process;

    private AlertmanagerServer(DirectoryInfo folder, GuardedProcess process, string address) => (_folder, _process, Address) = (folder, process, address);

    /// <summary>Why there is none here; null: it can be started.</summary>
    public static string? Missing => File.Exists(Program) ? null : "prometheus-alertmanager is not installed (tests/lab/setup installs it)";

    /// <summary>HOST:PORT it listens on.</summary>
    public string Address { get; }

    /// <summary>Starts it, and returns when it answers.</summary>
    /// <param name="webhook">Who is told.</param>
    public static async Task<AlertmanagerServer> StartAsync(Uri webhook)
    {
        var folder = Directory.CreateTempSubdirectory("windlass-alertmanager-");
        var address = PrometheusServer.FreeAddress();
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "alertmanager.yaml"),
            string.Create(CultureInfo.InvariantCulture, $$"""
            route: {receiver: page, group_by: ["..."], group_wait: 0s, group_interval: 1s, repeat_interval: 1h}
            receivers:
              - name: page
                webhook_configs: [{url: "{{webhook}}", send_resolved: true}]
            """));

        // One alone: gossip with others would want a port and a private address.
        var process = new GuardedProcess(
            Path.Combine(folder.FullName, "log"),
            Program,
            $"--config.file={folder.FullName}/alertmanager.yaml",
            $"--storage.path={folder.FullName}/data",
            $"--web.listen-address={address}",
            "--cluster.listen-address=",
            "--log.level=warn");
        var server = new AlertmanagerServer(folder, process, address);
        while (!await PrometheusServer.IsReadyAsync(address))
        {
            if (process.HasEnded)
                throw new InvalidOperationException($"prometheus-alertmanager ended: {process.Said}");
            await Task.Delay(100);
        }

        return server;
    }

    /// <summary>Kills it, and removes what it wrote.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
