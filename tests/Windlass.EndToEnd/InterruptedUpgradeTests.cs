using Windlass.EndToEnd.Harness;

namespace Windlass.EndToEnd;

/// <summary>The operator is killed and a HAProxy reloaded at the worst moments of one run, whose libraries come beforehand: the end is the same.</summary>
[Collection(LabCollection.Name)]
public sealed class InterruptedUpgradeTests(LabFixture lab)
{
    [Fact]
    public async Task OperatorKilledThreeTimesAndHAProxyReloaded_UnderLoad_SameEndAndNothingTwice()
    {
        await lab.ResetAsync();
        var before = await NodeSnapshot.TakeAllAsync();
        await LabFixture.OnAsync("ctl3", "mkdir -p /etc/lab && echo 4 > /etc/lab/slow-postinst");
        await using var windlass = await OperatorProcess.StartAsync();
        using var kubectl = new Kubectl(windlass.Kubeconfig);
        await kubectl.ApplyCloudAsync();
        await using var load = await LoadRun.StartAsync();
        (await kubectl.ApplyAsync(UpgradeManifest.Of("to-birch", more: "dependencies: Preinstall"))).Succeeded();

        var slow = await HoldPioneersDrainAsync();
        await KillAsync(windlass);
        await ReloadInDrainAsync();
        Assert.All(await Task.WhenAll(slow), answer => Assert.Equal("200", answer.Succeeded().Output));

        await UntilStepAsync("ctl3", "install-keystone", "start", "pgrep -f '[k]eystone.postinst'");
        await KillAsync(windlass);
        await LabFixture.OnAsync("ctl3", "rm /etc/lab/slow-postinst");

        await UntilStepAsync("ctl2", "expand-glance", "end", "true");
        await KillAsync(windlass);

        await kubectl.WaitForAsync("cupg/to-birch", "condition=Ready");
        Assert.Equal(0, (await load.StopAsync())["failed"]!.GetValue<int>());
        await AfterUpgrade.AssertAtBirchAsync();
        await AfterUpgrade.AssertUntouchedAsync(before);
        Assert.Empty(await LabFixture.NotUpAsync());
        await AfterUpgrade.AssertOrderAsync();
        await AfterUpgrade.AssertStepsRanOnceAsync();
        await AssertLibrariesCameFirstAsync();
    }

    /// <summary>`dependencies: Preinstall`: on each node before anything stopped, by its own journal and dpkg's.</summary>
    private static async Task AssertLibrariesCameFirstAsync()
    {
        var steps = await LabJournal.StepsAsync();
        foreach (var node in LabFixture.Nodes)
        {
            DateTimeOffset First(string phase, string step) =>
                steps.First(line => line.Node == node && line.Phase == phase && line.Step.StartsWith(step, StringComparison.Ordinal)).At;
            Assert.True(First("end", "preinstall-") < First("start", "stopandhold-"), node);
            Assert.Equal("python3-oslo.log", await LabFixture.OnAsync(node, "sed -n 's/.* upgrade \\([^:]*\\):.*/\\1/p' /var/log/dpkg.log | head -n 1 | tr -d '\\n'"));
        }
    }

    /// <summary>
    /// Requests that take long are on every keystone when the drain of the pioneer begins: it cannot end for a while.
    /// ctl2 is the pioneer because ctl1 holds the virtual address.
    /// </summary>
    private static async Task<Task<CommandResult>[]> HoldPioneersDrainAsync()
    {
        await UntilStepAsync("ctl2", "stage", "start", "true");
        var slow = Enumerable.Range(0, 9).Select(_ => LabFixture.LabAsync(
            "netns", "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "http://10.77.0.10:5000/slow?s=40")).ToArray();
        await Poll.UntilAsync("keystone of the pioneer is drained everywhere", async () => await DrainedAsync() == 3);
        return slow;
    }

    /// <summary>A reload forgets the drain; it must be back before anything of keystone stops.</summary>
    private static async Task ReloadInDrainAsync()
    {
        Assert.Equal(3, await DrainedAsync());
        var reloaded = DateTimeOffset.UtcNow;
        (await LabFixture.LabAsync("fault", "reload", "on", "ctl3")).Succeeded();
        await Poll.UntilAsync("the drain is asserted again after the reload", async () =>
            (await LabJournal.RotationAsync()).Any(each => IsDrainOfPioneer(each, reloaded)));
        Assert.Equal("active", (await LabFixture.OnAsync("ctl2", "systemctl is-active keystone")).Trim());

        await UntilStepAsync("ctl2", "stopandhold-keystone", "end", "true");
        var again = (await LabJournal.RotationAsync()).First(each => IsDrainOfPioneer(each, reloaded));
        var stopped = (await LabJournal.ServicesAsync()).First(each => each is { Host: "ctl2", What: "keystone", Phase: "stop" });
        Assert.True(again.At < stopped.At, $"drained again at {again.At:O}, stopped at {stopped.At:O}");
    }

    private static bool IsDrainOfPioneer(RotationEvent each, DateTimeOffset after) =>
        each is { Instance: "ctl3", Backend: "keystone", Server: "ctl2" } && each.At > after
        && each.What.StartsWith("enters drain", StringComparison.Ordinal);

    private static async Task<int> DrainedAsync() =>
        (await LabFixture.NotUpAsync()).Count(each => each.StartsWith("keystone/ctl2 DRAIN", StringComparison.Ordinal));

    private static async Task KillAsync(OperatorProcess windlass)
    {
        await windlass.KillAsync();
        await windlass.StartAgainAsync();
    }

    /// <summary>Until the node's own ledger has the line, and a command succeeds on the node.</summary>
    private static Task UntilStepAsync(string node, string step, string phase, string andThen) => Poll.UntilAsync(
        $"{phase} of {step} on {node}",
        async () =>
        {
            var script = $"grep -q ' {phase} {step}-' /var/lib/windlass/journal.log && {andThen}";
            return (await LabFixture.LabAsync("exec", node, "sh", "-c", script)).ExitCode == 0;
        },
        minutes: 5);
}
