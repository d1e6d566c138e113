using System.Net;
using System.Net.Sockets;
using System.Text;
using Windlass.Testing.Charts;
using Windlass.Testing.KubeServers;

namespace Windlass.Charts.Tests;

/// <summary>
/// The operator as the chart's ServiceAccount, cluster-wide, before both real servers: it starts, leads, and looks at a node that is not
/// there; nothing that it asks for is refused. (The whole upgrade, and that no rule is without use: tests/Windlass.EndToEnd.)
/// </summary>
public sealed class OperatorAccountTests(RealServers servers)
{
    [Theory]
    [InlineData(ServerKind.KubeApiserver)]
    [InlineData(ServerKind.KubetestApiserver)]
    public async Task ClusterWideAccount_Operator_LeadsAndIsRefusedNothing(ServerKind kind)
    {
        var chart = await ValueFiles.RenderAsync("defaults");
        var server = await servers.GetAsync(kind);
        var rights = chart.Objects.Where(one => (string)one["kind"]! is "ServiceAccount" or "Role" or "RoleBinding" or "ClusterRole" or "ClusterRoleBinding");
        (await RealServers.KubectlAsync(server, null, RenderedChart.ListOf(rights), "apply", "-f", "-")).MustSucceed();
        (await RealServers.KubectlAsync(server, null, Manifests, "apply", "--validate=false", "-f", "-")).MustSucceed();

        await using (await RunningOperator.StartAsync(server.KubeconfigOf(RealServers.Account.User)))
        {
            await UntilAsync(server, "cnode/ctl1", "Reachable=False");
            if (kind == ServerKind.KubetestApiserver)
            {
                await UntilAsync(server, "cupg/up", "PreflightPassed=False");
            }
        }

        var requests = server.AuditLog.RequestsOf(RealServers.Account.User);
        Assert.DoesNotContain(requests, request => request.Code == 403);
        Assert.Contains(requests, request => request is { Resource: "secrets", Verb: "get", Name: "windlass-ssh", Code: 200 });
        Assert.Contains(requests, request => request is { Resource: "leases", Verb: "create", Namespace: "windlass-system", Code: 201 });
        Assert.Contains(requests, request => request is { Resource: "clusternodes/status", Verb: "patch", Code: 200 });
    }

    /// <summary>(An old server that takes "" for null, see <see cref="RealServers"/>, refuses every work order, so that no upgrade begins there.)</summary>
    private static async Task UntilAsync(KubeServer server, string what, string condition) =>
        (await RealServers.KubectlAsync(server, null, "", "-n", "region-2", "wait", what, $"--for=condition={condition}", "--timeout=120s")).MustSucceed();

    /// <summary>A cloud whose one node refuses connections: the port belonged to nobody a moment ago.</summary>
    private static string Manifests
    {
        get
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            return $$$"""
                apiVersion: v1
                kind: Secret
                metadata: {name: windlass-ssh, namespace: region-2}
                type: kubernetes.io/ssh-auth
                data: {ssh-privatekey: {{{Convert.ToBase64String(Encoding.ASCII.GetBytes("no key\n"))}}}}
                ---
                apiVersion: windlass.dev/v1alpha1
                kind: ClusterRelease
                metadata: {name: birch, namespace: region-2}
                spec: {upgradesFrom: [alder], recognise: [{package: nova, version: ">= 2"}], repository: {file: cloud.sources, content: "Suites: birch"}, components: [{name: nova, sourcePackages: [nova], controlPlane: {role: controller}}]}
                ---
                apiVersion: windlass.dev/v1alpha1
                kind: ClusterNode
                metadata: {name: ctl1, namespace: region-2}
                spec: {address: 127.0.0.1, roles: [controller], ssh: {port: {{{port}}}, secretRef: {name: windlass-ssh}, hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDxfgJmFb1N1Jm7m3Zr1nYkqyV3o5jV9hCq0m2sYz0aB"]}}
                ---
                apiVersion: windlass.dev/v1alpha1
                kind: ClusterUpgrade
                metadata: {name: up, namespace: region-2}
                spec: {targetRelease: birch}
                """;
        }
    }
}
