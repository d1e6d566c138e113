using System.Text.Json.Nodes;
using Windlass.EndToEnd.Harness;
using Windlass.Testing.KubeServers;

namespace Windlass.EndToEnd;

/// <summary>At home in Kubernetes: the main job on upstream's API server, by two replicas of which one dies every 20 s, with no right but the chart's.</summary>
[Collection(LabCollection.Name)]
public sealed class RealApiServerTests(LabFixture lab)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task TwoReplicasOneKilledEveryTwentySeconds_UnderLoad_SameEndAndNothingTwice()
    {
        var missing = KubeAssets.Missing(ServerKind.KubetestApiserver) ?? ChartedAccount.Missing;
        Assert.SkipWhen(missing is not null, missing ?? "");
        await lab.ResetAsync();
        var before = await NodeSnapshot.TakeAllAsync();
        await using var server = await KubeServer.StartAsync(ServerKind.KubetestApiserver, "lab", ChartedAccount.Settings);
        using var kubectl = new Kubectl(server.KubeconfigPath);
        (await kubectl.RunAsync("apply", "-f", Path.Combine(Checkout.Root, "crds"))).Succeeded();
        (await kubectl.RunAsync("wait", "crd", "--all", "--for=condition=Established", "--timeout=60s")).Succeeded();
        (await kubectl.RunAsync("create", "namespace", "lab")).Succeeded();
        var account = await ChartedAccount.GrantAsync(server, kubectl);

        await using var one = await OperatorProcess.StartAsync(account.Kubeconfig);
        await using var other = await OperatorProcess.StartAsync(account.Kubeconfig);
        await kubectl.ApplyCloudAsync();
        await using var load = await LoadRun.StartAsync();
        await ApproveSecondPlanAsync(kubectl);
        await KillInTurnsAsync([one, other], kubectl.WaitForAsync("cupg/to-birch", "condition=Ready"));

        Assert.Equal(0, (await load.StopAsync())["failed"]!.GetValue<int>());
        await AfterUpgrade.AssertAtBirchAsync();
        await AfterUpgrade.AssertUntouchedAsync(before);
        Assert.Empty(await LabFixture.NotUpAsync());
        await AfterUpgrade.AssertOrderAsync();
        await AfterUpgrade.AssertStepsRanOnceAsync();
        account.AssertRulesFit();
    }

    /// <summary>A plan, a change of mind, and the approval of the plan that came of it: the first one is taken away.</summary>
    private static async Task ApproveSecondPlanAsync(Kubectl kubectl)
    {
        const string manual = "\n  approval: {mode: Manual}\n";
        (await kubectl.ApplyAsync(UpgradeManifest.Of("to-birch", skip: "nova") + manual)).Succeeded();
        string? first = null;
        await Poll.UntilAsync("the first plan is there", async () => (first = (await PlanAsync(kubectl)).Hash) is not null);
        (await kubectl.ApplyAsync(UpgradeManifest.Of("to-birch") + manual)).Succeeded();
        await Poll.UntilAsync("the second plan is approved", async () =>
        {
            var plan = await PlanAsync(kubectl);
            if (!plan.IsApproved && plan.Hash is not null && plan.Hash != first)
            {
                var approval = new JsonObject { ["spec"] = new JsonObject { ["approval"] = new JsonObject { ["planHash"] = plan.Hash } } }.ToJsonString();
                (await kubectl.RunAsync("patch", "cupg/to-birch", "--type=merge", "-p", approval)).Succeeded();
            }

            return plan.IsApproved;
        });
    }

    private static async Task<(string? Hash, bool IsApproved)> PlanAsync(Kubectl kubectl)
    {
        var status = (await kubectl.GetAsync("cupg/to-birch"))["status"];
        var conditions = status?["conditions"]?.AsArray() ?? [];
        return (
            (string?)status?["planHash"] is { Length: > 0 } hash ? hash : null,
            conditions.Any(each => (string?)each!["type"] == "PlanApproved" && (string?)each["status"] == "True"));
    }

    /// <summary>The one that leads is among them: whoever stands by takes over when its lease has run out.</summary>
    private static async Task KillInTurnsAsync(OperatorProcess[] replicas, Task end)
    {
        var turn = 0;
        while (await Task.WhenAny(end, Task.Delay(Life)) != end)
        {
            var next = replicas[turn++ % replicas.Length];
            await next.KillAsync();
            await next.StartAgainAsync();
        }

        await end;
        Assert.True(turn > 0, "the run was over before anything was killed");
    }
}
