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
        await using var cloud = await CloudUnderLoad.StartAsync(lab);

        await DeleteWhilePioneerIsOutAsync(cloud.Kubectl);
        await cloud.AssertGivenBackAsync();

        await StallAndRecoverAsync(cloud.Kubectl, new Monitoring(cloud.Windlass.Monitoring));
        await cloud.EndAsync();
    }

    private static async Task DeleteWhilePioneerIsOutAsync(Kubectl kubectl)
    {
        (await kubectl.ApplyAsync(UpgradeManifest.Of("to-birch", skip: AllButKeystone))).Succeeded();
        await LabJournal.KeystoneStopsAsync();
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
        await AssertPluginSaysWhyAsync(kubectl);

        (await LabFixture.LabAsync("fault", "aptlock", "off", "ctl3")).Succeeded();
        await kubectl.WaitForAsync("cupg/to-birch", "condition=Ready");
        await Poll.UntilAsync("the metric says that no node is stalled", async () => await monitoring.StalledAsync("ctl3") == 0);
        Assert.Equal(0, (await kubectl.WindlassAsync("wait", "--timeout", "1m")).ExitCode);
        Assert.StartsWith("ctl3 is at birch", (await kubectl.WindlassAsync("why", "ctl3")).Succeeded().Output, StringComparison.Ordinal);
    }

    /// <summary>The person on call has three commands: how far it is, why that node does not move, and a script's exit status.</summary>
    private static async Task AssertPluginSaysWhyAsync(Kubectl kubectl)
    {
        Assert.Contains("NodesStalled (stalled)", (await kubectl.WindlassAsync("status")).Succeeded().Output, StringComparison.Ordinal);
        var why = (await kubectl.WindlassAsync("why", "ctl3")).Succeeded().Output;
        Assert.StartsWith("ctl3 is stalled in ", why, StringComparison.Ordinal);
        Assert.Contains("(AptLocked)", why, StringComparison.Ordinal);
        Assert.Contains("config/monitoring/runbooks/stalled/AptLocked.md", why, StringComparison.Ordinal);
        Assert.Equal(2, (await kubectl.WindlassAsync("wait")).ExitCode);
        Assert.DoesNotContain(" 10.77.", (await kubectl.WindlassAsync("report")).Succeeded().Output, StringComparison.Ordinal);
    }
}
