using System.Text.RegularExpressions;
using Windlass.Testing.Prometheus;

namespace Windlass.EndToEnd.Harness;

/// <summary>
/// Debian's Prometheus with the rules of config/monitoring, Debian's Alertmanager, and somebody who is paged by it. Of the rules one thing is changed: what
/// takes minutes takes seconds (promtool's tests hold the real ones). Waits of hours stay: a pause is no alert before its day is over.
/// </summary>
internal sealed partial class OnCall : IAsyncDisposable
{
    private readonly WebhookReceiver _receiver;
    private readonly AlertmanagerServer _alertmanager;

    private OnCall(WebhookReceiver receiver, AlertmanagerServer alertmanager, PrometheusServer prometheus) =>
        (_receiver, _alertmanager, Prometheus) = (receiver, alertmanager, prometheus);

    /// <summary>Why it cannot be had here; null: it can.</summary>
    public static string? Missing => PrometheusServer.Missing ?? AlertmanagerServer.Missing;

    public PrometheusServer Prometheus { get; }

    /// <summary>Pages so far, the oldest first.</summary>
    public IReadOnlyList<Page> Pages => _receiver.Pages;

    /// <param name="monitoring">HOST:PORT of the operator's metrics.</param>
    public static async Task<OnCall> StartAsync(string monitoring)
    {
        var rules = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "config", "monitoring", "alerts.yaml"));
        var receiver = await WebhookReceiver.StartAsync();
        var alertmanager = await AlertmanagerServer.StartAsync(receiver.Address);
        return new OnCall(receiver, alertmanager, await PrometheusServer.StartAsync(monitoring, InSeconds(rules), alertmanager.Address));
    }

    /// <summary>Whether an alert fires about a node, or about anything.</summary>
    public async Task<bool> FiresAsync(string alert, string? host = null) =>
        (await Prometheus.QueryAsync($$"""ALERTS{alertstate="firing", alertname="{{alert}}"{{(host is null ? "" : $", host=\"{host}\"")}}}""")).Series.Count > 0;

    /// <summary>Names of all that fires.</summary>
    public async Task<string[]> FiringAsync() => [.. (await Prometheus.QueryAsync("""ALERTS{alertstate="firing"}""")).Series.Select(labels => labels["alertname"]).Distinct().Order()];

    public async ValueTask DisposeAsync()
    {
        await Prometheus.DisposeAsync();
        await _alertmanager.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    private static string InSeconds(string rules) => LookBack().Replace(Minutes().Replace(rules, "for: 1s"), "[5s]");

    [GeneratedRegex(@"for: [0-9]+m\b")]
    private static partial Regex Minutes();

    [GeneratedRegex(@"\[5m\]")]
    private static partial Regex LookBack();
}
