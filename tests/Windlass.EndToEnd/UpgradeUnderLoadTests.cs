using System.Text.Json.Nodes;
using Windlass.EndToEnd.Harness;

namespace Windlass.EndToEnd;

/// <summary>The main job: one ClusterUpgrade moves six Debian nodes to the next release, and no request fails.</summary>
[Collection(LabCollection.Name)]
public sealed class UpgradeUnderLoadTests(LabFixture lab)
{
    [Fact]
    public async Task WholeCloud_UnderLoad_ReachesBirchAndFailsNoRequest()
    {
        await lab.ResetAsync();

        // Two things an administrator did; neither is ours to undo.
        await LabFixture.HAProxyAsync("set server nova/ctl1 state drain");
        await LabFixture.OnAsync("cmp2", "systemctl disable --now neutron-openvswitch-agent 2>&1");
        var before = await NodeSnapshot.TakeAllAsync();

        await using var windlass = await OperatorProcess.StartAsync();
        using var kubectl = new Kubectl(windlass.Kubeconfig);
        await kubectl.ApplyCloudAsync();
        await using var load = await LoadRun.StartAsync();
        await using var watch = new RecordedWatch(kubectl, "clusterupgrades");

        var created = JsonNode.Parse((await kubectl.RunAsync(UpgradeManifest.Of("to-birch"), ["apply", "-f", "-", "-o", "json"])).Succeeded().Output)!;
        Assert.Equal(-1, created["status"]!["observedGeneration"]!.GetValue<int>());
        await kubectl.WaitForAsync("cupg/to-birch", "condition=Ready");

        var result = await load.StopAsync();
        Assert.Equal(0, result["failed"]!.GetValue<int>());
        Assert.True(result["rate"]!.GetValue<double>() >= 100, $"only {result["rate"]} requests a second");

        await AfterUpgrade.AssertAtBirchAsync();
        await AfterUpgrade.AssertUntouchedAsync(before);
        Assert.Equal(["nova/ctl1 DRAIN", "nova/ctl1 DRAIN", "nova/ctl1 DRAIN"], await LabFixture.NotUpAsync());
        await AfterUpgrade.AssertOrderAsync();
        await AfterUpgrade.AssertStepsRanOnceAsync();
        TruthTable.AssertFollowed(watch.States);

        var monitoring = new Monitoring(windlass.Monitoring);
        Assert.Equal(200, await monitoring.StatusAsync("/healthz"));
        Assert.Equal(200, await monitoring.StatusAsync("/readyz"));
        await monitoring.AssertPromtoolAgreesAsync();
        await monitoring.AssertFewStatusWritesAsync();
        await AssertAlreadyAtTargetAsync(kubectl);
    }

    /// <summary>Applied again, and under another name: nothing runs, and both say why.</summary>
    private static async Task AssertAlreadyAtTargetAsync(Kubectl kubectl)
    {
        var steps = await LabJournal.StepsAsync();
        (await kubectl.RunAsync("delete", "cupg", "to-birch", "--timeout=120s")).Succeeded();
        foreach (var name in new[] { "to-birch", "again" })
        {
            (await kubectl.ApplyAsync(UpgradeManifest.Of(name))).Succeeded();
            await kubectl.WaitForAsync($"cupg/{name}", "condition=Ready");
            Assert.Equal("True/AlreadyAtTarget", Conditions.Of(await kubectl.GetAsync($"cupg/{name}"), "Ready"));
        }

        Assert.Equal(steps, await LabJournal.StepsAsync());
    }
}
