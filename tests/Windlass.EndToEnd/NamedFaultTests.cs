using System.Text.Json.Nodes;
using Windlass.EndToEnd.Harness;
using Windlass.Testing.Prometheus;

namespace Windlass.EndToEnd;

/// <summary>
/// Every fault of the lab: the condition, the Event, the metric, the alert and `why` name the same cause, and all but the Event forget it after the cure.
/// Whoever is on call is paged by Debian's Alertmanager, and not by a run that is paused.
/// </summary>
[Collection(LabCollection.Name)]
public sealed class NamedFaultTests(LabFixture lab)
{
    /// <summary>Quick to stall, and slow to begin: nothing happens on a node before the plan is approved.</summary>
    private static readonly string Manifest =
        UpgradeManifest.Of("to-birch", skip: "glance, nova, neutron", stallAfterSeconds: 15).Replace("drainTimeoutSeconds: 120", "drainTimeoutSeconds: 5", StringComparison.Ordinal)
        + "\n  approval: {mode: Manual}\n";

    [Fact]
    public async Task EveryFaultOfTheLab_IsNamedAlikeEverywhere_PagesOnceAndIsForgotten()
    {
        Assert.SkipWhen(OnCall.Missing is not null, OnCall.Missing ?? "");
        await lab.ResetAsync();
        await using var windlass = await OperatorProcess.StartAsync();
        using var kubectl = new Kubectl(windlass.Kubeconfig);
        await using var onCall = await OnCall.StartAsync(windlass.Monitoring);
        await kubectl.ApplyCloudAsync();
        await using var watch = new RecordedWatch(kubectl, "clusterupgrades");

        await BeforeTheFirstChangeAsync(kubectl, onCall);
        await InMidRunAsync(kubectl, onCall);

        await kubectl.WaitForAsync("cupg/to-birch", "condition=Ready");
        await Poll.UntilAsync("nothing fires any more", async () => (await onCall.FiringAsync()).Length == 0);
        await Poll.UntilAsync("every page is resolved", () => Open(onCall).Length == 0);
        TruthTable.AssertRows(watch.States);
        Assert.Empty(await LabFixture.NotUpAsync());
    }

    /// <summary>
    /// Five at once, on five nodes: no power, no link, another key, no disk, and an archive that hangs for those that are left. Through the lab's
    /// ProxyCommand ssh cannot tell a host that is down from one without a route.
    /// </summary>
    private static async Task BeforeTheFirstChangeAsync(Kubectl kubectl, OnCall onCall)
    {
        NamedFault[] faults =
        [
            NamedFault.Silent("cmp2", "Unreachable"),
            NamedFault.Silent("cmp1", "Unreachable"),
            NamedFault.Silent("net1", "HostKeyMismatch", "HostKeyMismatch", "WindlassHostKeyMismatch"),
            NamedFault.Found("ctl3", "DiskSpace"),
            NamedFault.Found("ctl1", "TargetResolves"),
        ];
        var keys = (await kubectl.GetAsync("cnode/net1"))["spec"]!["ssh"]!["hostKeys"]!.ToJsonString();
        var others = (await kubectl.GetAsync("cnode/ctl1"))["spec"]!["ssh"]!["hostKeys"]!.ToJsonString();
        try
        {
            await SwitchAsync("on");
            await SetHostKeysAsync(kubectl, others);
            (await kubectl.ApplyAsync(Manifest)).Succeeded();
            await Task.WhenAll(faults.Select(fault => fault.AssertNamedAsync(kubectl, onCall)));
        }
        finally
        {
            await SetHostKeysAsync(kubectl, keys);
            await SwitchAsync("off");
        }

        await Task.WhenAll(faults.Select(fault => fault.AssertClearAsync(kubectl, onCall)));
        Assert.Empty(await LabJournal.StepsAsync());
    }

    private static async Task InMidRunAsync(Kubectl kubectl, OnCall onCall)
    {
        await ApproveAsync(kubectl);
        await LockedAsync(kubectl, onCall);
    }

    /// <summary>An apt lock pages with node, step and runbook; a pause silences it, as people want it; what is cured is resolved.</summary>
    private static async Task LockedAsync(Kubectl kubectl, OnCall onCall)
    {
        var (locked, drained, unwell) = (NamedFault.Stalled("ctl3", "AptLocked"), NamedFault.Stalled("ctl2", "DrainTimedOut", "DrainTimedOut"), NamedFault.Stalled("ctl2", "ProbeFailing"));
        await locked.AssertNamedAsync(kubectl, onCall);
        Page? page = null;
        await Poll.UntilAsync("somebody is paged for ctl3", () => (page = onCall.Pages.FirstOrDefault(one => one is { Status: "firing", Alert: "WindlassNodeStalled" } && one.Labels["host"] == "ctl3")) is not null);
        var step = (string?)(await kubectl.GetAsync("nupg/to-birch-ctl3"))["status"]!["step"]!["name"];
        Assert.Equal((step, "AptLocked"), (page!.Labels["step"], page.Labels["reason"]));
        Assert.Equal("config/monitoring/runbooks/stalled/AptLocked.md", page.Annotations["runbook_url"]);
        Assert.True(File.Exists(Path.Combine(Checkout.Root, page.Annotations["runbook_url"])));

        await PauseAsync(kubectl, onCall);

        // The next two causes wait behind this one: requests that do not end, and a new keystone that does not begin to listen.
        await LabFixture.OnAsync("ctl2", "sed -i 's/^start_seconds = .*/start_seconds = 900/' /etc/keystone/keystone.conf");
        using var requests = new EndlessRequests("http://10.77.0.10:5000/slow?s=600", 9);
        (await LabFixture.LabAsync("fault", "aptlock", "off", "ctl3")).Succeeded();
        await locked.AssertClearAsync(kubectl, onCall);
        await Poll.UntilAsync("the page of ctl3 is resolved", () => onCall.Pages.Any(one => one.Status == "resolved" && one.Labels.GetValueOrDefault("host") == "ctl3"));

        await drained.AssertNamedAsync(kubectl, onCall);
        await LabFixture.HAProxyAsync("shutdown sessions server keystone/ctl2");
        await drained.AssertClearAsync(kubectl, onCall);

        await unwell.AssertNamedAsync(kubectl, onCall);
        await LabFixture.OnAsync("ctl3", "mkdir -p /etc/lab && echo 6 > /etc/lab/slow-postinst");
        var killing = KilledAsync(kubectl, onCall);
        await LabFixture.OnAsync("ctl2", "sed -i 's/^start_seconds = .*/start_seconds = 1/' /etc/keystone/keystone.conf && systemctl restart keystone");
        await unwell.AssertClearAsync(kubectl, onCall);
        await killing;
    }

    /// <summary>People want it to stand still: what was firing is resolved, and in many looks at the rules nothing fires.</summary>
    private static async Task PauseAsync(Kubectl kubectl, OnCall onCall)
    {
        await PatchAsync(kubectl, """{"spec":{"pauseRequests":[{"requester":"tests","reason":"to be left alone"}]}}""");
        await kubectl.WaitForAsync("cupg/to-birch", "condition=Paused");
        await Poll.UntilAsync("a paused upgrade pages nobody", async () => (await onCall.FiringAsync()).Length == 0);
        await Poll.UntilAsync("all that was paged is resolved", () => Open(onCall).Length == 0);
        var pages = onCall.Pages.Count;
        await Poll.UntilAsync("the rules were looked at many times since", async () =>
            (await onCall.Prometheus.QueryAsync("""max_over_time(windlass_waiting{reason="paused"}[60s]) and count_over_time(windlass_waiting{reason="paused"}[60s]) > 20""")).Series.Count > 0);
        Assert.Equal(pages, onCall.Pages.Count);
        await PatchAsync(kubectl, """{"spec":{"pauseRequests":[]}}""");
    }

    /// <summary>dpkg dies in the middle: the next try puts it right, so that nobody is woken; but what happened is told.</summary>
    private static async Task KilledAsync(Kubectl kubectl, OnCall onCall)
    {
        await Poll.UntilAsync("dpkg of ctl3 is killed", async () => (await LabFixture.LabAsync("fault", "dpkgkill", "on", "ctl3")).ExitCode == 0, minutes: 4);
        await LabFixture.OnAsync("ctl3", "rm -f /etc/lab/slow-postinst");
        await Poll.UntilAsync("an Event tells of it", async () => JsonNode.Parse((await kubectl.RunAsync("get", "events.events.k8s.io", "-o", "json")).Succeeded().Output)!["items"]!.AsArray()
            .Any(each => (string?)each!["reason"] == "PackageUpgradeFailed" && (string?)each["regarding"]!["name"] == "to-birch-ctl3"));
        await Poll.UntilAsync("a metric counts it", async () => (await onCall.Prometheus.QueryAsync("""windlass_node_step_attempts_total{step="Install", result="failure"} > 0""")).Series.Count > 0);
        await Poll.UntilAsync("why tells of it", async () => (await kubectl.WindlassAsync("why", "ctl3")).Output.Contains("last failure Install", StringComparison.Ordinal));
    }

    private static async Task ApproveAsync(Kubectl kubectl)
    {
        (await LabFixture.LabAsync("fault", "aptlock", "on", "ctl3")).Succeeded();
        JsonNode? upgrade = null;
        await Poll.UntilAsync("the plan waits for approval", async () => Conditions.Of(upgrade = await kubectl.GetAsync("cupg/to-birch"), "Ready") == "False/AwaitingApproval", minutes: 4);
        await PatchAsync(kubectl, new JsonObject { ["spec"] = new JsonObject { ["approval"] = new JsonObject { ["planHash"] = upgrade!["status"]!["planHash"]!.DeepClone() } } }.ToJsonString());
    }

    private static async Task SwitchAsync(string to)
    {
        foreach (var (fault, node) in new[] { ("power", "cmp2"), ("net", "cmp1"), ("diskfull", "ctl3"), ("mirror", "ctl1") })
        {
            (await LabFixture.LabAsync("fault", fault, to, node)).Succeeded();
        }
    }

    private static async Task SetHostKeysAsync(Kubectl kubectl, string keys) =>
        (await kubectl.RunAsync("patch", "cnode/net1", "--type=merge", "-p", "{\"spec\":{\"ssh\":{\"hostKeys\":" + keys + "}}}")).Succeeded();

    private static async Task PatchAsync(Kubectl kubectl, string patch) => (await kubectl.RunAsync("patch", "cupg/to-birch", "--type=merge", "-p", patch)).Succeeded();

    /// <summary>Pages whose end has not been told.</summary>
    private static string[] Open(OnCall onCall) =>
    [
        .. onCall.Pages.GroupBy(page => string.Join(",", page.Labels.OrderBy(label => label.Key, StringComparer.Ordinal))).Where(alike => alike.Last().Status != "resolved").Select(alike => alike.Key),
    ];
}
