using Windlass.EndToEnd.Harness;

namespace Windlass.EndToEnd;

/// <summary>Deleted in mid-run, then begun again on nodes whose apt hangs.</summary>
[Collection(LabCollection.Name)]
public sealed class DeletedUpgradeTests(LabFixture lab)
{
    private const string AllButKeystone = "glance, nova, neutron";

    [Fact]
    public async Task DeletedInMidRunThenStalledByAptLock_UnderLoad_GivesBackThenSaysWhyThenEndsWell()
    {
        await lab.ResetAsync();
        var before = await NodeSnapshot.TakeAllAsync();
        await using var windlass = await OperatorProcess.StartAsync();
        using var kubectl = new Kubectl(windlass.Kubeconfig);
        await kubectl.ApplyCloudAsync();
        await using var load = await LoadRun.StartAsync();

        await DeleteWhilePioneerIsOutAsync(kubectl);
        await AfterUpgrade.AssertUntouchedAsync(before);
        await Poll.UntilAsync("every server is UP again", async () => (await LabFixture.NotUpAsync()).Length == 0);

        await StallAndRecoverAsync(kubectl, new Monitoring(windlass.Monitoring));
        Assert.Equal(0, (await load.StopAsync())["failed"]!.GetValue<int>());
        await AfterUpgrade.AssertUntouchedAsync(before);
        Assert.Empty(await LabFixture.NotUpAsync());
    }

    private static async Task DeleteWhilePioneerIsOutAsync(Kubectl kubectl)
    {
        (await kubectl.ApplyAsync(UpgradeManifest.Of("to-birch", skip: AllButKeystone))).Succeeded();
        await Poll.UntilAsync(
            "keystone of the pioneer stops",
            async () => (await LabJournal.ServicesAsync()).Any(each => each is { What: "keystone", Phase: "stop" }), minutes: 5);
        (await kubectl.RunAsync("delete", "cupg", "to-birch", "--timeout=600s")).Succeeded();
        Assert.Contains("NotFound", (await kubectl.RunAsync("get", "cupg", "to-birch")).Error, StringComparison.Ordinal);
    }

    private static async Task StallAndRecoverAsync(Kubectl kubectl, Monitoring monitoring)
    {
        (await LabFixture.LabAsync("fault", "aptlock", "on", "ctl3")).Succeeded();
        (await kubectl.ApplyAsync(UpgradeManifest.Of("to-birch", skip: AllButKeystone, stallAfterSeconds: 15))).Succeeded();

        var upgrade = await kubectl.GetAsync("cupg/to-birch");
        await Poll.UntilAsync("the upgrade stalls, and names ctl3", async () =>
        {
            upgrade = await kubectl.GetAsync("cupg/to-birch");
            return Conditions.Message(upgrade, "Stalled").Contains("ctl3", StringComparison.Ordinal);
        }, minutes: 5);
        Assert.Equal("False/NodesStalled", Conditions.Of(upgrade, "Ready"));
        Assert.Equal("", Conditions.Of(upgrade, "Reconciling"));
        Assert.Equal("True/AptLocked", Conditions.Of(await kubectl.GetAsync("nupg/to-birch-ctl3"), "Stalled"));
        await Poll.UntilAsync("the metric says that ctl3 is stalled", async () => await monitoring.StalledAsync("ctl3") == 1);
        await monitoring.AssertPromtoolAgreesAsync();

        (await LabFixture.LabAsync("fault", "aptlock", "off", "ctl3")).Succeeded();
        await kubectl.WaitForAsync("cupg/to-birch", "condition=Ready");
        await Poll.UntilAsync("the metric says that no node is stalled", async () => await monitoring.StalledAsync("ctl3") == 0);
    }
}
