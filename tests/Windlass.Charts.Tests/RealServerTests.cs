using System.Text.Json.Nodes;
using Windlass.Testing.Charts;
using Windlass.Testing.KubeServers;

namespace Windlass.Charts.Tests;

/// <summary>
/// Every object of the chart, before real API servers (dry run). 1.20 is Kubernetes' own with all its validation; the 1.36 one has late
/// versions of the kinds, decoded strictly, but does not validate those that are built in. Between them: each field is known to 1.36, and
/// each value passes 1.20 where it has the kind.
/// </summary>
public sealed class RealServerTests(RealServers servers)
{
    /// <summary>Neither server has the Prometheus operator's kinds: <see cref="MonitoringTests"/>.</summary>
    private const string Foreign = "monitoring.coreos.com/v1";

    public static TheoryData<ServerKind, string> Cases
    {
        get
        {
            var cases = new TheoryData<ServerKind, string>();
            foreach (var row in ValueFiles.Names)
            {
                cases.Add(ServerKind.KubeApiserver, row.Data);
                cases.Add(ServerKind.KubetestApiserver, row.Data);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Chart_DryRunOnTheServer_IsAccepted(ServerKind kind, string values)
    {
        var chart = await ValueFiles.RenderAsync(values);
        var server = await servers.GetAsync(kind);
        var objects = chart.Objects.Where(one => (string?)one["apiVersion"] != Foreign).Select(one => For(kind, one)).OfType<JsonObject>().ToArray();

        var run = await RealServers.KubectlAsync(
            server, null, RenderedChart.ListOf(objects), "apply", "--dry-run=server", "--validate=strict", "-f", "-");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(objects.Length, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    /// <summary>The servers do look: a wrong field and a wrong value are seen.</summary>
    [Theory]
    [InlineData(ServerKind.KubeApiserver, "serviceAccountName", "Not A Name")]
    [InlineData(ServerKind.KubetestApiserver, "serviceAcountName", "windlass")]
    [InlineData(ServerKind.KubeApiserver, "serviceAcountName", "windlass")]
    public async Task SpoiltDeployment_DryRunOnTheServer_IsRefused(ServerKind kind, string field, string value)
    {
        var deployment = (await ValueFiles.RenderAsync("defaults")).Of("Deployment").Single();
        var server = await servers.GetAsync(kind);
        deployment["spec"]!["template"]!["spec"]![field] = value;

        var run = await RealServers.KubectlAsync(
            server, null, RenderedChart.ListOf([deployment]), "apply", "--dry-run=server", "--validate=strict", "-f", "-");

        Assert.NotEqual(0, run.ExitCode);
    }

    /// <summary>What 1.20 has under another name, or not at all. Its PodDisruptionBudget has the same fields; 1.36 has the policy kinds.</summary>
    private static JsonObject? For(ServerKind kind, JsonObject one)
    {
        if (kind == ServerKind.KubetestApiserver)
        {
            return one;
        }

        switch ((string?)one["kind"])
        {
            // Their rules (x-kubernetes-validations) are unknown there.
            case "CustomResourceDefinition" or "ValidatingAdmissionPolicy" or "ValidatingAdmissionPolicyBinding":
                return null;
            case "PodDisruptionBudget":
                var older = one.DeepClone().AsObject();
                older["apiVersion"] = "policy/v1beta1";
                return older;
            default:
                return one;
        }
    }
}
