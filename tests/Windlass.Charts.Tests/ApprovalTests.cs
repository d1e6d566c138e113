using System.Text.Json.Nodes;
using Windlass.Testing.Charts;
using Windlass.Testing.KubeServers;

namespace Windlass.Charts.Tests;

/// <summary>People under the chart's ClusterRoles and its admission policy, on upstream's admission and CEL of 1.36.</summary>
public sealed class ApprovalTests(RealServers servers)
{
    private static readonly string Hash = "sha256:" + new string('a', 64);

    [Fact]
    public async Task Policy_EditorAndApprover_OnlyTheApproverApproves()
    {
        var chart = await ValueFiles.RenderAsync("one-namespace");
        var server = await servers.GetAsync(ServerKind.KubetestApiserver);
        await ApplyAsync(server, chart.Objects.Where(one => (string)one["kind"]! is "ClusterRole"));
        await ApplyAsync(server, [Binding("view", RealServers.Editor), Binding("edit", RealServers.Editor), Binding("approver", RealServers.Approver)]);
        await ApplyAsync(server, chart.Objects.Where(one => ((string)one["kind"]!).StartsWith("ValidatingAdmission", StringComparison.Ordinal)));
        await UntilEnforcedAsync(server);

        await RefusedAsync(CreateAsync(server, RealServers.Editor, ""), "an upgrade begins with spec.approval.mode: Manual");
        await RefusedAsync(CreateAsync(server, RealServers.Editor, $"mode: Manual, planHash: '{Hash}'"), "an upgrade begins with spec.approval.mode: Manual");
        (await CreateAsync(server, RealServers.Editor, "mode: Manual")).MustSucceed();
        (await PatchAsync(server, RealServers.Editor, """{"pauseRequests":[{"requester":"eve","reason":"not yet"}]}""")).MustSucceed();
        foreach (var approval in (string[])[$$"""{"planHash":"{{Hash}}"}""", """{"mode":"Automatic"}""", "null"])
        {
            await RefusedAsync(PatchAsync(server, RealServers.Editor, $$"""{"approval":{{approval}}}"""), "spec.approval is changed only by who may approve");
        }

        await RefusedAsync(CreateAsync(server, RealServers.Approver, "mode: Manual", "other"), "cannot create resource");
        (await PatchAsync(server, RealServers.Approver, $$$"""{"approval":{"planHash":"{{{Hash}}}"}}""")).MustSucceed();
        (await PatchAsync(server, RealServers.Editor, """{"pauseRequests":[]}""")).MustSucceed();

        var approval1 = (await RealServers.KubectlAsync(server, null, "", "-n", "region-1", "get", "cupg", "up", "-o", "jsonpath={.spec.approval.planHash}")).MustSucceed();
        Assert.Equal(Hash, approval1);
    }

    /// <summary>Who may edit may not write what the operator has found, nor its work orders and plans.</summary>
    [Fact]
    public async Task Editor_Roles_HaveNoStatusAndNoWorkOrders()
    {
        var roles = (await ValueFiles.RenderAsync("defaults")).Of("ClusterRole");
        var grants = roles.Where(role => ((string)role["metadata"]!["name"]!) is "windlass-view" or "windlass-edit").SelectMany(Grant.Of).ToArray();

        Assert.NotEmpty(grants);
        Assert.DoesNotContain(grants, grant => grant.Resource.Contains('/', StringComparison.Ordinal) || grant.Verb == "approve");
        Assert.DoesNotContain(grants, grant => grant.Resource is "nodeupgrades" or "upgradeplans" && grant.Verb is not ("get" or "list" or "watch"));
    }

    [Theory]
    [InlineData("windlass-view", "view edit admin")]
    [InlineData("windlass-edit", "edit admin")]
    [InlineData("windlass-admin", "admin")]
    [InlineData("windlass-approver", "")]
    public async Task UserRoles_Labels_AddThemToKubernetesOwn(string name, string to)
    {
        const string label = "rbac.authorization.k8s.io/aggregate-to-";
        var role = (await ValueFiles.RenderAsync("defaults")).Of("ClusterRole").Single(one => (string?)one["metadata"]!["name"] == name);
        var added = role["metadata"]!["labels"]!.AsObject().Where(entry => entry.Key.StartsWith(label, StringComparison.Ordinal)).Select(entry => entry.Key[label.Length..]);

        Assert.Equal(to.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), added.Order(StringComparer.Ordinal));
    }

    /// <summary>The server learns of a policy by a watch; until then it lets through. A dry run tells, and leaves nothing.</summary>
    private static async Task UntilEnforcedAsync(KubeServer server)
    {
        for (var turn = 0; (await CreateAsync(server, RealServers.Editor, "", "probe", "--dry-run=server")).ExitCode == 0; turn++)
        {
            Assert.True(turn < 100, "the policy is not enforced");
        }
    }

    private static async Task RefusedAsync(Task<ToolRun> call, string why)
    {
        var run = await call;
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("forbidden", run.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
    }

    private static Task<ToolRun> CreateAsync(KubeServer server, string user, string approval, string name = "up", params string[] more) => RealServers.KubectlAsync(
        server,
        user,
        $$"""
        apiVersion: windlass.dev/v1alpha1
        kind: ClusterUpgrade
        metadata: {name: {{name}}, namespace: region-1}
        spec: {targetRelease: birch, approval: { {{approval}} } }
        """,
        ["create", "-f", "-", .. more]);

    private static Task<ToolRun> PatchAsync(KubeServer server, string user, string spec) =>
        RealServers.KubectlAsync(server, user, "", "-n", "region-1", "patch", "cupg", "up", "--type=merge", "-p", "{\"spec\":" + spec + "}");

    private static async Task ApplyAsync(KubeServer server, IEnumerable<JsonObject> objects) =>
        (await RealServers.KubectlAsync(server, null, RenderedChart.ListOf(objects), "apply", "-f", "-")).MustSucceed();

    private static JsonObject Binding(string role, string user) => new()
    {
        ["apiVersion"] = "rbac.authorization.k8s.io/v1",
        ["kind"] = "RoleBinding",
        ["metadata"] = new JsonObject { ["name"] = $"{user}-{role}", ["namespace"] = "region-1" },
        ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = $"windlass-{role}" },
        ["subjects"] = new JsonArray(new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "User", ["name"] = user }),
    };
}
