using System.Text.RegularExpressions;
using Windlass.EndToEnd.Harness;

namespace Windlass.EndToEnd;

/// <summary>The main job by accounts that may not run a shell as root on any node: on half of the nodes by a sudo rule, on the others by a forced command.</summary>
[Collection(LabCollection.Name)]
public sealed class LeastPrivilegeTests(LabFixture lab)
{
    private static readonly string[] Forced = ["ctl2", "net1", "cmp1"];

    [Fact]
    public async Task AccountWithTheWrapperAlone_UnderLoad_SameEndAndAllElseIsRefused()
    {
        await lab.ResetAsync();
        var before = await NodeSnapshot.TakeAllAsync();
        foreach (var node in LabFixture.Nodes)
        {
            await LimitedAccount.SetUpAsync(node, Forced.Contains(node));
        }

        await using var windlass = await OperatorProcess.StartAsync();
        using var kubectl = new Kubectl(windlass.Kubeconfig);
        await ApplyCloudAsync(kubectl);
        await using var load = await LoadRun.StartAsync();
        (await kubectl.ApplyAsync(UpgradeManifest.Of("to-birch"))).Succeeded();
        await kubectl.WaitForAsync("cupg/to-birch", "condition=Ready");

        Assert.Equal(0, (await load.StopAsync())["failed"]!.GetValue<int>());
        await AfterUpgrade.AssertAtBirchAsync();
        await AfterUpgrade.AssertUntouchedAsync(before);
        Assert.Empty(await LabFixture.NotUpAsync());
        await AfterUpgrade.AssertOrderAsync();
        await AfterUpgrade.AssertStepsRanOnceAsync();
        await AssertAuditedAsync();
        await AssertNothingElseAsync();
    }

    private static async Task ApplyCloudAsync(Kubectl kubectl)
    {
        var nodes = await File.ReadAllTextAsync(LabFixture.Manifest("nodes"));
        foreach (var manifest in new[] { LimitedAccount.Of(nodes), await File.ReadAllTextAsync(LabFixture.Manifest("secret")), await File.ReadAllTextAsync(LabFixture.Manifest("releases")) })
        {
            (await kubectl.ApplyAsync(manifest)).Succeeded();
        }
    }

    /// <summary>Each step that the ledger still has is in the audit log, with the same attempt, kind, fence, exit and hash, and with where it came from; nothing was refused.</summary>
    private static async Task AssertAuditedAsync()
    {
        foreach (var node in LabFixture.Nodes)
        {
            Assert.Equal("", await LabFixture.OnAsync(node, "cat /var/lib/windlass/refusals.log 2>/dev/null || true"));
            var audit = (await LabFixture.OnAsync(node, "cat /var/lib/windlass/journal.log")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.All(audit, line => Assert.Matches(@"^\S+Z (start|end|ask|haproxy-begin|haproxy-end) \S+ \S+ \S+ \S+ \S+ [0-9a-f]{64} 10\.77\.0\.1:\d+/windlass( |$)", line));
            var ledger = await LabFixture.OnAsync(node,
                """
                cd /var/lib/windlass/steps
                for id in *; do
                    read -r _ attempt kind fence _ <"$id/started"
                    read -r code _ <"$id/exit"
                    echo "end $id $attempt $kind $fence $code $(sha256sum <"$id/run" | cut -d' ' -f1)"
                done
                """);
            var entries = ledger.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.NotEmpty(entries);
            Assert.All(entries, entry => Assert.Single(audit, line => line.Contains($"Z {entry} ", StringComparison.Ordinal)));
        }

        foreach (var node in LabFixture.Controllers)
        {
            Assert.Contains("haproxy-end - - haproxy - 0 ", await LabFixture.OnAsync(node, "grep 'set server keystone/ctl[123] state drain' /var/lib/windlass/journal.log"), StringComparison.Ordinal);
        }
    }

    /// <summary>What somebody with the operator's key would try.</summary>
    private static async Task AssertNothingElseAsync()
    {
        foreach (var command in (string[])["id", "/bin/sh -s", "/usr/lib/windlass/windlass-node; id", "sudo -n id"])
        {
            var refused = await LimitedAccount.SshAsync("ctl2", command);
            Assert.Equal((77, ""), (refused.ExitCode, refused.Output));
        }

        foreach (var command in (string[])["sudo -n id", "sudo -n /bin/sh -c id", "sudo -n /usr/lib/windlass/windlass-node observe", "cat /etc/shadow", "echo show info | socat - /run/haproxy/admin.sock"])
        {
            var refused = await LimitedAccount.SshAsync("ctl1", command);
            Assert.True(refused.ExitCode != 0 && refused.Output.Length == 0, command + refused.Output);
        }

        var order = $"windlass-node 1 {(await LimitedAccount.PolicyAsync("wrapper", "--release")).Trim()} inquire\nnonce 0123456789abcdef\nargument aWQ=\n.\n";
        foreach (var (node, command) in new[] { ("ctl1", "sudo -n -- /usr/lib/windlass/windlass-node"), ("ctl2", "/usr/lib/windlass/windlass-node") })
        {
            Assert.Contains("refused not allowed by /etc/windlass/node-policy: ask id", (await LimitedAccount.SshAsync(node, command, order)).Output, StringComparison.Ordinal);
        }

        var refusals = (await LabFixture.OnAsync("ctl2", "cat /var/lib/windlass/refusals.log")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, refusals.Length);
        Assert.All(refusals, line => Assert.Matches(new Regex(@" refuse .* 10\.77\.0\.1:\d+/windlass "), line));
    }
}
