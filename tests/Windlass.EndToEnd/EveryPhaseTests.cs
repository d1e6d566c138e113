using System.Text.Json.Nodes;
using Windlass.EndToEnd.Harness;

namespace Windlass.EndToEnd;

/// <summary>
/// One upgrade with what the plain one does not have: a component that goes down as a whole, a last restart, a node that dies under dpkg,
/// a message bus under water when the satellites would begin, configuration management that restarts every service of a node at the end,
/// and reboots where nodes ask for one.
/// </summary>
[Collection(LabCollection.Name)]
public sealed class EveryPhaseTests(LabFixture lab)
{
    /// <summary>What puppet does when a template changed: each service that runs is restarted. 2: changed, all is well.</summary>
    private const string RestartsEverything =
        "for unit in keystone glance-api nova-conductor nova-api neutron-rpc-server neutron-api; do ! systemctl is-active -q $unit || systemctl restart $unit || exit 4; done; exit 2";

    private static readonly string Backlog = Path.Combine(LabFixture.Run, "shared", "backlog");

    /// <summary>They have a new kernel, say. One serves the APIs, and every HAProxy has it in rotation.</summary>
    private static readonly string[] AskForReboot = ["cmp2", "ctl3"];

    [Fact]
    public async Task EveryPhaseAndADeadNode_UnderLoad_FailsOnlyTheApiThatTheReleaseStops()
    {
        await lab.ResetAsync();
        var before = await NodeSnapshot.TakeAllAsync();
        await LabFixture.OnAsync("cmp1", "mkdir -p /etc/lab && echo 60 > /etc/lab/slow-postinst");
        await File.WriteAllTextAsync(Backlog, "12431");
        await using var windlass = await OperatorProcess.StartAsync();
        using var kubectl = new Kubectl(windlass.Kubeconfig);
        await kubectl.ApplyCloudAsync();
        (await kubectl.RunAsync("patch", "crel", "birch", "-n", "lab", "--type=json", "-p", Strictness().ToJsonString())).Succeeded();
        foreach (var node in AskForReboot)
        {
            await LabFixture.OnAsync(node, "touch /run/reboot-required");
        }

        var boots = await BootsAsync();
        await using var load = await LoadRun.StartAsync();
        (await kubectl.ApplyAsync(UpgradeManifest.Of("to-birch", reboot: "IfRequired"))).Succeeded();

        await BacklogHoldsSatellitesAsync(kubectl);
        await PowerFailsUnderDpkgAsync("cmp1");
        await kubectl.WaitForAsync("cupg/to-birch", "condition=Ready");

        AssertOnlyGlanceFailed(await load.StopAsync());
        await AfterUpgrade.AssertAtBirchAsync();
        await AfterUpgrade.AssertUntouchedAsync(before);
        Assert.Empty(await LabFixture.NotUpAsync());
        await AssertVisitsAsync();
        var now = await BootsAsync();
        Assert.Equal(["cmp1", .. AskForReboot], boots.Keys.Where(node => now[node] != boots[node]));
    }

    private static JsonArray Strictness() => new(
        Add("/spec/quiesce/0/runAtEnd", new JsonObject { ["command"] = new JsonArray("/bin/sh", "-c", RestartsEverything), ["successExitCodes"] = new JsonArray(0, 2) }),
        Add("/spec/components/1/schema/window", "AllStopped"),
        Add("/spec/components/2/finalRestart", "AfterLastSatellite"),
        Add("/spec/gates", new JsonArray(new JsonObject
        {
            ["name"] = "message-bus",
            ["onRoles"] = new JsonArray("messaging", "controller"),
            ["satellites"] = new JsonArray("network", "compute"),
            ["intervalSeconds"] = 1,
            ["rabbitmqBacklog"] = new JsonObject { ["maxMessages"] = 10000, ["ignoreQueues"] = new JsonArray("notifications.*") },
        })),
        Add("/spec/heldSourcePackages", new JsonArray(new JsonObject { ["sourcePackage"] = "openvswitch", ["reason"] = "its upgrade stops the switch" })));

    private static JsonObject Add(string path, JsonNode value) => new() { ["op"] = "add", ["path"] = path, ["value"] = value };

    /// <summary>Read again and again, on one controller; no satellite's services are touched until the backlog is gone.</summary>
    private static async Task BacklogHoldsSatellitesAsync(Kubectl kubectl)
    {
        await Poll.UntilAsync(
            "the gate is shut", async () => Conditions.Of(await kubectl.GetAsync("cupg/to-birch"), "HealthGatePassed") == "False/ProbeFailed", minutes: 10);
        var calls = Path.Combine(LabFixture.Run, "shared", "rabbitmqctl.calls");
        await Poll.UntilAsync("it was read three times", () => File.ReadAllLines(calls).Length >= 3);

        Assert.Contains(
            "gate message-bus: 12,431 messages on ctl1, limit 10,000", Conditions.Message(await kubectl.GetAsync("cupg/to-birch"), "Ready"), StringComparison.Ordinal);
        Assert.Equal(["ctl1"], File.ReadAllLines(calls).Distinct());
        Assert.DoesNotContain(await LabJournal.StepsAsync(), line => !LabFixture.Controllers.Contains(line.Node) && line.Step.StartsWith("stopandhold", StringComparison.Ordinal));
        await File.WriteAllTextAsync(Backlog, "7");
    }

    /// <summary>The id of each node's present boot.</summary>
    private static async Task<SortedDictionary<string, string>> BootsAsync()
    {
        var boots = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in LabFixture.Nodes)
        {
            boots[node] = (await LabFixture.OnAsync(node, "cat /proc/sys/kernel/random/boot_id")).Trim();
        }

        return boots;
    }

    /// <summary>In the middle of a package script: dpkg is left half-configured, and the node is away for a while.</summary>
    private static async Task PowerFailsUnderDpkgAsync(string node)
    {
        await Poll.UntilAsync(
            $"a package script runs on {node}", async () => (await LabFixture.OnAsync(node, "pgrep -f '[p]ostinst' || true")).Length > 0, minutes: 10);
        (await LabFixture.LabAsync("fault", "power", "on", node)).Succeeded();
        (await LabFixture.LabAsync("fault", "power", "off", node)).Succeeded();
        await LabFixture.OnAsync(node, "rm /etc/lab/slow-postinst");
    }

    /// <summary>glance is away by its release's own word, while its schema moves; nothing else is.</summary>
    private static void AssertOnlyGlanceFailed(JsonNode result)
    {
        var failed = result["by_url"]!.AsObject().Where(url => url.Value!["failed"]!.GetValue<int>() > 0).Select(url => url.Key).ToArray();
        Assert.All(failed, url => Assert.Contains(":9292", url, StringComparison.Ordinal));
        Assert.Single(failed);
    }

    private static async Task AssertVisitsAsync()
    {
        var steps = await LabJournal.StepsAsync();
        LedgerLine[] Ended(string prefix) => [.. steps.Where(line => line is { Phase: "end", Exit: "0" } && line.Step.StartsWith(prefix, StringComparison.Ordinal))];

        Assert.Equal(LabFixture.Nodes.Order(), Ended("configure-").Select(line => line.Node).Order());
        Assert.Equal(LabFixture.Controllers, Ended("finalrestart-nova-").Select(line => line.Node).Order());
        Assert.Contains(Ended("repairpackages-"), line => line.Node == "cmp1");
        Assert.Equal(AskForReboot, steps.Where(line => line is { Phase: "start", Kind: "reboot" }).Select(line => line.Node).Order());

        // Of the controllers one at a time: each begins after the one before has ended.
        var runs = steps.Where(line => line.Step.StartsWith("configure-", StringComparison.Ordinal) && LabFixture.Controllers.Contains(line.Node)).OrderBy(line => line.At);
        Assert.Equal(["start", "end", "start", "end", "start", "end"], runs.Select(line => line.Phase));
    }
}
