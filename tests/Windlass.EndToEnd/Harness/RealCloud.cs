using System.Text.Json.Nodes;
using Windlass.Testing.KubeServers;

namespace Windlass.EndToEnd.Harness;

/// <summary>A fresh lab, and upstream's API server with our kinds and the chart's account; load on the lab's services from the beginning of the upgrade to its end.</summary>
internal sealed class RealCloud : IAsyncDisposable
{
    private readonly Dictionary<string, NodeSnapshot> _before;
    private readonly Kubectl _kubectl;
    private readonly TemporaryFolder _folder = new();
    private LoadRun? _load;

    private RealCloud(KubeServer server, ChartedAccount account, Kubectl kubectl, Dictionary<string, NodeSnapshot> before) =>
        (Server, Account, _kubectl, _before) = (server, account, kubectl, before);

    public KubeServer Server { get; }

    /// <summary>By which replicas are to work.</summary>
    public ChartedAccount Account { get; }

    /// <summary>Skips the test where there is no lab or no server.</summary>
    public static async Task<RealCloud> StartAsync(LabFixture lab)
    {
        var missing = KubeAssets.Missing(ServerKind.KubetestApiserver) ?? ChartedAccount.Missing;
        Assert.SkipWhen(missing is not null, missing ?? "");
        await lab.ResetAsync();
        var before = await NodeSnapshot.TakeAllAsync();
        var server = await KubeServer.StartAsync(ServerKind.KubetestApiserver, "lab", ChartedAccount.Settings);
        var kubectl = new Kubectl(server.KubeconfigPath);
        await kubectl.DefineAsync();
        return new RealCloud(server, await ChartedAccount.GrantAsync(server, kubectl), kubectl, before);
    }

    /// <summary>The account's kubeconfig, but its server is reached over a network of the test.</summary>
    public async Task<string> KubeconfigOverAsync(Network network)
    {
        var text = await File.ReadAllTextAsync(Account.Kubeconfig);
        await File.WriteAllTextAsync(_folder["kubeconfig"], text.Replace(Server.Administrator.BaseAddress!.Authority, network.Address, StringComparison.Ordinal));
        return _folder["kubeconfig"];
    }

    /// <summary>Declares the nodes, asks for the upgrade, and approves its plan.</summary>
    public async Task BeginAsync()
    {
        await _kubectl.ApplyCloudAsync();
        _load = await LoadRun.StartAsync();
        await ApproveSecondPlanAsync();
    }

    public Task EndAsync() => _kubectl.WaitForAsync("cupg/to-birch", "condition=Ready");

    /// <summary>No request failed, nothing was refused, every node is at birch as it was before, every step ran once, in the order of the book and of its fence.</summary>
    public async Task AssertWellDoneAsync()
    {
        Assert.Equal(0, (await _load!.StopAsync())["failed"]!.GetValue<int>());
        await AfterUpgrade.AssertAtBirchAsync();
        await AfterUpgrade.AssertUntouchedAsync(_before);
        Assert.Empty(await LabFixture.NotUpAsync());
        await AfterUpgrade.AssertOrderAsync();
        await AfterUpgrade.AssertStepsRanOnceAsync();
        await AfterUpgrade.AssertFencesGrowAsync();
        Account.AssertNothingRefused();
    }

    public async ValueTask DisposeAsync()
    {
        if (_load is not null)
        {
            await _load.DisposeAsync();
        }

        _kubectl.Dispose();
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>A plan, a change of mind, and the approval of the plan that came of it: the first one is taken away.</summary>
    private async Task ApproveSecondPlanAsync()
    {
        const string manual = "\n  approval: {mode: Manual}\n";
        (await _kubectl.ApplyAsync(UpgradeManifest.Of("to-birch", skip: "nova") + manual)).Succeeded();
        string? first = null;
        await Poll.UntilAsync("the first plan is there", async () => (first = (await PlanAsync()).Hash) is not null);
        (await _kubectl.ApplyAsync(UpgradeManifest.Of("to-birch") + manual)).Succeeded();
        await Poll.UntilAsync("the second plan is approved", async () =>
        {
            var plan = await PlanAsync();
            if (!plan.IsApproved && plan.Hash is not null && plan.Hash != first)
            {
                var approval = new JsonObject { ["spec"] = new JsonObject { ["approval"] = new JsonObject { ["planHash"] = plan.Hash } } }.ToJsonString();
                (await _kubectl.RunAsync("patch", "cupg/to-birch", "--type=merge", "-p", approval)).Succeeded();
            }

            return plan.IsApproved;
        });
    }

    private async Task<(string? Hash, bool IsApproved)> PlanAsync()
    {
        var status = (await _kubectl.GetAsync("cupg/to-birch"))["status"];
        var conditions = status?["conditions"]?.AsArray() ?? [];
        return (
            (string?)status?["planHash"] is { Length: > 0 } hash ? hash : null,
            conditions.Any(each => (string?)each!["type"] == "PlanApproved" && (string?)each["status"] == "True"));
    }
}
