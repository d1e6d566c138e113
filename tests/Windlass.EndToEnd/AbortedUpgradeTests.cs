using Windlass.EndToEnd.Harness;

namespace Windlass.EndToEnd;

/// <summary>Aborted in mid-run, then begun again with a peer whose new service never answers.</summary>
[Collection(LabCollection.Name)]
public sealed class AbortedUpgradeTests(LabFixture lab)
{
    private const string AllButKeystone = "glance, nova, neutron";

    /// <summary>It is started again only by the upgrade, so what runs now is not touched: the old code serves, the new one would sleep.</summary>
    private const string FallSick =
        """
        mkdir -p /run/systemd/system/keystone.service.d
        printf '[Service]\nExecStart=\nExecStart=/bin/sleep infinity\n' > /run/systemd/system/keystone.service.d/99-sick.conf
        systemctl daemon-reload
        """;

    private const string Recover =
        "rm -r /run/systemd/system/keystone.service.d/99-sick.conf; rmdir --ignore-fail-on-non-empty /run/systemd/system/keystone.service.d; systemctl daemon-reload; systemctl restart keystone";

    [Fact]
    public async Task AbortedThenBegunAgainWithASickPeer_UnderLoad_GivesBackThenHoldsThenEndsWell()
    {
        await using var cloud = await CloudUnderLoad.StartAsync(lab);

        (await cloud.Kubectl.ApplyAsync(UpgradeManifest.Of("to-birch", skip: AllButKeystone))).Succeeded();
        await LabJournal.KeystoneStopsAsync();
        await cloud.AbortAsync("to-birch");

        await LabFixture.OnAsync("ctl3", FallSick);
        await HoldAtTheSickPeerAsync(cloud.Kubectl);
        await LabFixture.OnAsync("ctl3", Recover);
        await cloud.Kubectl.WaitForAsync("cupg/again", "condition=Ready");

        await cloud.EndAsync();
    }

    /// <summary>One is away, the others serve; whoever has not begun does not begin.</summary>
    private static async Task HoldAtTheSickPeerAsync(Kubectl kubectl)
    {
        (await kubectl.ApplyAsync(UpgradeManifest.Of("again", skip: AllButKeystone, stallAfterSeconds: 15))).Succeeded();
        await Poll.UntilAsync(
            "ctl3 is stalled by its probe",
            async () => (await kubectl.RunAsync("get", "nupg/again-ctl3", "-o", "name")).ExitCode == 0
                && Conditions.Of(await kubectl.GetAsync("nupg/again-ctl3"), "Stalled") == "True/ProbeFailing",
            minutes: 5);
        await Poll.UntilAsync(
            "the upgrade says so", async () => Conditions.Of(await kubectl.GetAsync("cupg/again"), "Ready") == "False/NodesStalled");

        var away = await LabFixture.NotUpAsync();
        Assert.NotEmpty(away);
        Assert.All(away, server => Assert.StartsWith("keystone/ctl3 ", server, StringComparison.Ordinal));
        var last = await LabJournal.StepsAsync();
        Assert.DoesNotContain(last, line => line.Node == "ctl1" && line.Step.StartsWith("stopandhold-keystone", StringComparison.Ordinal));
    }
}
