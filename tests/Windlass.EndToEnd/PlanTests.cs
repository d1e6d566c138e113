using System.Text.Json.Nodes;
using Windlass.EndToEnd.Harness;

namespace Windlass.EndToEnd;

/// <summary>A sceptic with a key and manifests, and no control plane: sees the whole plan, and nothing has changed on any node.</summary>
[Collection(LabCollection.Name)]
public sealed class PlanTests(LabFixture lab)
{
    [Fact]
    public async Task PlanAndPreflight_OnRealNodes_TellEverythingAndChangeNoFile()
    {
        await lab.ResetAsync();
        var before = await NodeFiles.TakeAllAsync();
        Assert.All(before.Values, files => Assert.True(files.Length > 1000));

        var plan = await WindlassAsync("plan");
        var checks = await WindlassAsync("preflight");
        var json = JsonNode.Parse((await WindlassAsync("plan", "-o", "json")).Succeeded().Output)!;

        Assert.Empty(NodeFiles.Differences(before, await NodeFiles.TakeAllAsync()));
        Assert.Empty(await LabJournal.StepsAsync());
        Assert.Equal((0, 0), (plan.ExitCode, checks.ExitCode));
        Assert.StartsWith("ClusterUpgrade to-birch: alder -> birch, 6 nodes\n\nPreflight: passed\n", checks.Output, StringComparison.Ordinal);
        Assert.StartsWith(checks.Output + "\nPlan\n", plan.Output, StringComparison.Ordinal);
        Assert.Contains("\nAt the end every node above is at birch.", plan.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("known after staging", plan.Output, StringComparison.Ordinal);
        Assert.Matches(@"python3-nova +2:29\.2\.0-1 +-> 2:30\.\S+  on ", plan.Output);
        var visited = json["waves"]!.AsArray().SelectMany(wave => wave!["nodes"]!.AsArray()).Select(node => (string)node!["node"]!).Distinct();
        Assert.Equal(LabFixture.Nodes.Order(), visited.Order());

        // Every connection is closed.
        await Poll.UntilAsync("no session of ours is left", async () => (await LabFixture.OnAsync("ctl1", "pgrep -fc '^sshd: root' || true")).Trim() == "0");
    }

    [Fact]
    public async Task PackageOnHold_Preflight_FailsAndNamesIt()
    {
        await lab.ResetAsync();
        await LabFixture.OnAsync("cmp1", "apt-mark hold nova-compute");

        var checks = await WindlassAsync("preflight");

        Assert.Equal(1, checks.ExitCode);
        Assert.Contains("Preflight: FAILED\n  cmp1: PackagesNotHeld: on hold: nova-compute", checks.Output, StringComparison.Ordinal);
    }

    private static Task<CommandResult> WindlassAsync(string verb, params string[] more) => Command.RunAsync(
        Checkout.Windlass,
        [
            verb, "-f", LabFixture.Manifest("nodes"), "-f", LabFixture.Manifest("releases"), "-f", LabFixture.Manifest("upgrade"), "--namespace", "lab",
            "--ssh-key", Path.Combine(LabFixture.Run, "id_ed25519"), "--ssh-config", Path.Combine(LabFixture.Run, "ssh_config"), .. more,
        ]);
}
