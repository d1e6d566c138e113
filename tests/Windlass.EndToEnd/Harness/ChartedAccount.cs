using System.Text.Json.Nodes;
using Windlass.Testing.Charts;
using Windlass.Testing.KubeServers;

namespace Windlass.EndToEnd.Harness;

/// <summary>The ServiceAccount of charts/windlass with the chart's rules, for one namespace, on a real API server; and what it has asked for.</summary>
internal sealed class ChartedAccount
{
    private static readonly ServiceAccountName Name = new("windlass-system", "windlass");

    private readonly KubeServer _server;
    private readonly JsonObject[] _roles;

    private ChartedAccount(KubeServer server, JsonObject[] roles) => (_server, _roles) = (server, roles);

    /// <summary>Why the chart cannot be rendered here; null when it can.</summary>
    public static string? Missing => HelmRender.Missing;

    /// <summary>What its server has to be started with.</summary>
    public static KubeServerSettings Settings { get; } = new() { Accounts = [Name] };

    /// <summary>Its kubeconfig names the chart's namespace, as a pod's own files do: there are the leases.</summary>
    public string Kubeconfig => _server.KubeconfigOf(Name.User);

    /// <summary>Grants it what the chart grants, and nothing else.</summary>
    public static async Task<ChartedAccount> GrantAsync(KubeServer server, Kubectl kubectl)
    {
        var chart = await HelmRender.RenderAsync(new ChartRender { Values = "watchNamespace: lab", Namespace = Name.Namespace });
        var granted = chart.Documents.Where(each => each.Template.EndsWith("/rbac.yaml", StringComparison.Ordinal)).Select(each => each.Object).ToArray();
        (await kubectl.RunAsync("create", "namespace", Name.Namespace)).Succeeded();
        (await kubectl.ApplyAsync(RenderedChart.ListOf(granted))).Succeeded();
        return new ChartedAccount(server, [.. granted.Where(one => one["rules"] is not null)]);
    }

    /// <summary>It has asked, and nothing was refused.</summary>
    public void AssertNothingRefused()
    {
        var requests = _server.AuditLog.RequestsOf(Name.User);
        Assert.NotEmpty(requests);
        Assert.DoesNotContain(requests, request => request.Code == 403);
    }

    /// <summary>Nothing was refused, and every verb of every rule has been needed.</summary>
    public void AssertRulesFit()
    {
        AssertNothingRefused();
        var requests = _server.AuditLog.RequestsOf(Name.User);
        var grants = _roles.SelectMany(Grant.Of).ToArray();
        Assert.NotEmpty(grants);
        Assert.Equal([], grants.Where(grant => !requests.Any(grant.Covers)).Select(grant => grant.ToString()));
    }
}
