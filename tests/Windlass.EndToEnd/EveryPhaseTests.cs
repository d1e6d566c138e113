using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Windlass.EndToEnd.Harness;

namespace Windlass.EndToEnd;

/// <summary>
/// One upgrade with what the plain one does not have: upgrade checks with warnings, a component that goes down as a whole, a last restart, a node that dies under dpkg,
/// a floating address that moves, a message bus under water when the satellites would begin, configuration management that restarts every service of a node at the end,
/// reboots where nodes ask for one, and what only the old release needed removed. After its end a person takes a server out.
/// </summary>
[Collection(LabCollection.Name)]
public sealed class EveryPhaseTests(LabFixture lab)
{
    /// <summary>What puppet does when a template changed: each service that runs is restarted. 2: changed, all is well.</summary>
    private const string RestartsEverything =
        "for unit in keystone glance-api nova-conductor nova-api neutron-rpc-server neutron-api; do ! systemctl is-active -q $unit || systemctl restart $unit || exit 4; done; exit 2";

    private static readonly string Backlog = Path.Combine(LabFixture.Run, "shared", "backlog");

    /// <summary>ctl1 holds the address at first, so that this one goes first, and its services are out when it gets it.</summary>
    private const string NewHolder = "ctl2";

    /// <summary>Needed by alder's nova and neutron alone, and on every node.</summary>
    private const string OutlivedByAlder = "python3-oslo.compat";

    /// <summary>Needed by nothing.</summary>
    private const string LeftAlone = "python3-oslo.tools";

    /// <summary>Failures that the load tells one by one.</summary>
    private const int MostTold = 10;

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
        await using var warned = await UpgradeCheckAnswer.SetAsync(kubectl, "keystone", exit: 1);
        await using var warnedToo = await UpgradeCheckAnswer.SetAsync(kubectl, "nova", exit: 1);
        foreach (var node in AskForReboot)
        {
            await LabFixture.OnAsync(node, "touch /run/reboot-required");
        }

        // Without use already: its owner has left it there.
        await LabFixture.OnAsync("cmp2", $"apt-get -q -y install {LeftAlone} && apt-mark auto {LeftAlone}");
        var (boots, packages) = (await BootsAsync(), await PackagesAsync());
        await using var load = await LoadRun.StartAsync();
        (await kubectl.ApplyAsync(UpgradeManifest.Of("to-birch", reboot: "IfRequired", more: "autoremove: AtEnd"))).Succeeded();

        var moved = await MoveAddressAsync();
        await BacklogHoldsSatellitesAsync(kubectl);
        await PowerFailsUnderDpkgAsync("cmp1");
        await kubectl.WaitForAsync("cupg/to-birch", "condition=Ready");

        AssertOnlyGlanceFailed(await load.StopAsync(), moved);
        await AfterUpgrade.AssertAtBirchAsync();
        await AfterUpgrade.AssertUntouchedAsync(before);
        Assert.Empty(await LabFixture.NotUpAsync());
        await AssertVisitsAsync();
        Assert.Equal(LabFixture.Nodes.Order().Select(node => $"{node} {OutlivedByAlder}"), packages.Except(await PackagesAsync()).Order());
        var now = await BootsAsync();
        Assert.Equal(["cmp1", .. AskForReboot], boots.Keys.Where(node => now[node] != boots[node]));
        await DriftIsToldAsync(kubectl);
    }

    /// <summary>Somebody takes a server out after the end: that is told, and left as it is.</summary>
    private static async Task DriftIsToldAsync(Kubectl kubectl)
    {
        var looks = 0;
        Task UntilAsync(string drifted, string told) => Poll.UntilAsync($"{drifted}: {told}", async () =>
        {
            // An idle node is looked at every few minutes, and when it is declared anew; what an HAProxy said then is believed for half a minute.
            (await kubectl.RunAsync("patch", "cnode", "ctl3", "-n", "lab", "--type=merge", "-p", $$"""{"spec": {"failureDomain": "rack-{{looks++}}" } }""")).Succeeded();
            await Task.Delay(TimeSpan.FromSeconds(5));
            var upgrade = await kubectl.GetAsync("cupg/to-birch");
            return Conditions.Of(upgrade, "Drifted") == drifted && Conditions.Message(upgrade, "Drifted").StartsWith(told, StringComparison.Ordinal);
        });

        await LabFixture.HAProxyAsync("set server neutron/ctl3 state maint");
        await UntilAsync("True/ServersOutOfRotation", "ctl3: neutron is in maintenance in HAProxy on ctl1, ctl2, ctl3. Nothing is repaired");
        Assert.Equal("True/UpgradeSucceeded", Conditions.Of(await kubectl.GetAsync("cupg/to-birch"), "Ready"));
        Assert.Equal(Enumerable.Repeat("neutron/ctl3 MAINT", 3), await LabFixture.NotUpAsync());

        await LabFixture.HAProxyAsync("set server neutron/ctl3 state ready");
        await UntilAsync("False/AsLeft", "every node is as the upgrade left it");
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

    /// <summary>As keepalived does it, when the services of the one that gets it are down.</summary>
    /// <returns>Before and after.</returns>
    private static async Task<(DateTimeOffset From, DateTimeOffset To)> MoveAddressAsync()
    {
        await LabJournal.KeystoneStopsAsync();
        var from = DateTimeOffset.UtcNow;
        (await LabFixture.LabAsync("vip", NewHolder)).Succeeded();
        Assert.Equal("inactive", (await LabFixture.LabAsync("exec", NewHolder, "systemctl", "is-active", "keystone")).Output.Trim());
        return (from, DateTimeOffset.UtcNow);
    }

    /// <summary>Node and name of each installed package.</summary>
    private static async Task<ImmutableArray<string>> PackagesAsync()
    {
        var packages = ImmutableArray.CreateBuilder<string>();
        foreach (var node in LabFixture.Nodes)
        {
            var installed = await LabFixture.OnAsync(node, "dpkg-query -W -f '${db:Status-Abbrev}${Package}\\n' | sed -n 's/^ii *//p'");
            packages.AddRange(installed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(package => $"{node} {package}"));
        }

        return packages.ToImmutable();
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

    /// <summary>glance is away by its release's own word, while its schema moves. Of the others only what was on its way when the address moved, and no answer of theirs was an error.</summary>
    private static void AssertOnlyGlanceFailed(JsonNode result, (DateTimeOffset From, DateTimeOffset To) moved)
    {
        var failed = result["by_url"]!.AsObject().Where(url => url.Value!["failed"]!.GetValue<int>() > 0).ToDictionary(url => url.Key, url => url.Value!["failed"]!.GetValue<int>());
        Assert.Single(failed, url => IsGlance(url.Key));
        var others = failed.Where(url => !IsGlance(url.Key)).ToArray();
        Assert.All(others, url => Assert.InRange(url.Value, 1, MostTold));

        var begin = DateTimeOffset.UnixEpoch.AddSeconds(result["begin"]!.GetValue<double>());
        var told = result["errors"]!.AsArray().Where(error => !IsGlance(error!["url"]!.GetValue<string>())).ToArray();
        Assert.Equal(others.Sum(url => url.Value), told.Length);
        Assert.All(told, error =>
        {
            Assert.InRange(begin.AddSeconds(error!["at"]!.GetValue<double>()), moved.From.AddSeconds(-1), moved.To.AddSeconds(1));
            Assert.False(error["error"]!.GetValue<string>().StartsWith("HTTP ", StringComparison.Ordinal));
        });
    }

    private static bool IsGlance(string url) => url.Contains(":9292", StringComparison.Ordinal);

    private static async Task AssertVisitsAsync()
    {
        var steps = await LabJournal.StepsAsync();
        LedgerLine[] Ended(string prefix) => [.. steps.Where(line => line is { Phase: "end", Exit: "0" } && line.Step.StartsWith(prefix, StringComparison.Ordinal))];

        Assert.Equal(LabFixture.Nodes.Order(), Ended("configure-").Select(line => line.Node).Order());
        Assert.Equal(LabFixture.Controllers, Ended("finalrestart-nova-").Select(line => line.Node).Order());
        Assert.Single(Ended("upgradecheck-keystone-"));
        Assert.Single(Ended("upgradecheck-nova-"));
        Assert.Contains(Ended("repairpackages-"), line => line.Node == "cmp1");
        Assert.Equal(AskForReboot, steps.Where(line => line is { Phase: "start", Kind: "reboot" }).Select(line => line.Node).Order());

        // Of the controllers one at a time: each begins after the one before has ended.
        var runs = steps.Where(line => line.Step.StartsWith("configure-", StringComparison.Ordinal) && LabFixture.Controllers.Contains(line.Node)).OrderBy(line => line.At);
        Assert.Equal(["start", "end", "start", "end", "start", "end"], runs.Select(line => line.Phase));
        Assert.Equal(NewHolder, runs.Last().Node);
    }
}
