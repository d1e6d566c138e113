using System.Text.Json.Nodes;
using Windlass.EndToEnd.Harness;

namespace Windlass.EndToEnd;

/// <summary>What cannot be done is said in the status, or at apply, in words a person can act on; and no node is touched.</summary>
[Collection(LabCollection.Name)]
public sealed class BadInputTests(LabFixture lab, QuietCloud cloud) : IClassFixture<QuietCloud>, IAsyncLifetime
{
    public ValueTask InitializeAsync()
    {
        lab.SkipIfAbsent();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public Task UnknownRelease_Applied_NamesTheKnownOnes() =>
        AssertRefusedAsync("to-nowhere", "nowhere", "InvalidSpec", "there is no ClusterRelease nowhere", "alder", "birch");

    [Fact]
    public async Task ReleaseTwoSteps_Ahead_IsUnsupported()
    {
        await ApplyReleaseAsync("cedar", release => release["spec"]!["upgradesFrom"] = new JsonArray("birch"));
        await AssertRefusedAsync("to-cedar", "cedar", "UnsupportedUpgradePath", "cedar cannot follow alder");
    }

    [Fact]
    public async Task OlderRelease_Applied_DowngradeIsRefused()
    {
        await ApplyReleaseAsync("aspen", release => release["spec"]!["upgradesFrom"] = new JsonArray());
        (await cloud.Kubectl.RunAsync("patch", "crel", "alder", "--type=merge", "-p", """{"spec":{"upgradesFrom":["aspen"]}}""")).Succeeded();
        await AssertRefusedAsync("to-aspen", "aspen", "DowngradeRefused", "alder is newer than aspen");
    }

    [Fact]
    public async Task ReleaseOfUnknownBackend_Applied_PreflightNamesIt()
    {
        await ApplyReleaseAsync("bogus", release => release["spec"]!["components"]![0]!["controlPlane"]!["backends"] = new JsonArray("keystonepubbe"));
        await AssertRefusedAsync("to-bogus", "bogus", "PreflightFailed", "no backend keystonepubbe");
    }

    /// <summary>It says its version: the new code has looked, and nothing of it is installed.</summary>
    [Fact]
    public async Task TargetsOwnCheckFails_Applied_PreflightTellsWhatItSaid()
    {
        await using var check = await UpgradeCheckAnswer.SetAsync(cloud.Kubectl, "keystone", exit: 2);

        await AssertRefusedAsync("unchecked", "birch", "PreflightFailed", "UpgradeChecks", "keystone 26.0.0 sees it");
    }

    [Fact]
    public async Task NodeWithoutSshd_Applied_PreflightNamesIt()
    {
        (await LabFixture.LabAsync("fault", "sshd", "on", "cmp2")).Succeeded();
        try
        {
            await AssertRefusedAsync("unreachable", "birch", "PreflightFailed", "cmp2", "not reachable");
        }
        finally
        {
            (await LabFixture.LabAsync("fault", "sshd", "off", "cmp2")).Succeeded();
        }

        await UntilReachableAsync("cmp2");
    }

    [Fact]
    public async Task NodeWithAnotherHostKey_Applied_PreflightNamesIt()
    {
        var key = (await cloud.Kubectl.GetAsync("cnode/cmp2"))["spec"]!["ssh"]!["hostKeys"]!.ToJsonString();
        var other = (await cloud.Kubectl.GetAsync("cnode/cmp1"))["spec"]!["ssh"]!["hostKeys"]!.ToJsonString();
        await SetHostKeysAsync("cmp2", other);
        await AssertRefusedAsync("wrong-key", "birch", "PreflightFailed", "cmp2", "another key");
        await SetHostKeysAsync("cmp2", key);
        await UntilReachableAsync("cmp2");
    }

    [Fact]
    public async Task UnknownField_Applied_IsRefusedByName()
    {
        var answer = await cloud.Kubectl.ApplyAsync(UpgradeManifest.Of("typo").Replace("skipComponents", "skipComponent", StringComparison.Ordinal));
        Assert.NotEqual(0, answer.ExitCode);
        Assert.Contains("unknown field \"spec.skipComponent\"", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondUpgrade_WhileOneIsPaused_WaitsForIt()
    {
        var paused = UpgradeManifest.Of("first") + "\n  pauseRequests: [{requester: tests, reason: to hold it}]\n";
        (await cloud.Kubectl.ApplyAsync(paused)).Succeeded();
        await cloud.Kubectl.WaitForAsync("cupg/first", "condition=Paused");
        (await cloud.Kubectl.ApplyAsync(UpgradeManifest.Of("second"))).Succeeded();
        await AssertSaysAsync("second", "False/WaitingForLock", "first");
        await DeleteAsync("second");
        await DeleteAsync("first");
        await AssertNoNodeTouchedAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task AssertRefusedAsync(string name, string release, string reason, params string[] words)
    {
        (await cloud.Kubectl.ApplyAsync(UpgradeManifest.Of(name, release))).Succeeded();
        await AssertSaysAsync(name, $"False/{reason}", words);
        var upgrade = await cloud.Kubectl.GetAsync($"cupg/{name}");
        Assert.Equal($"True/{reason}", Conditions.Of(upgrade, "Stalled"));
        Assert.Equal("", Conditions.Of(upgrade, "Reconciling"));
        await DeleteAsync(name);
        await AssertNoNodeTouchedAsync();
    }

    private async Task AssertSaysAsync(string name, string ready, params string[] words)
    {
        var upgrade = await cloud.Kubectl.GetAsync($"cupg/{name}");
        await Poll.UntilAsync($"{name} says {ready}", async () =>
        {
            upgrade = await cloud.Kubectl.GetAsync($"cupg/{name}");
            return Conditions.Of(upgrade, "Ready") == ready;
        });
        Assert.All(words, word => Assert.Contains(word, Conditions.Message(upgrade, "Ready"), StringComparison.Ordinal));
    }

    private async Task DeleteAsync(string name) => (await cloud.Kubectl.RunAsync("delete", "cupg", name, "--timeout=300s")).Succeeded();

    /// <summary>The release birch under another name, with one thing changed.</summary>
    private async Task ApplyReleaseAsync(string name, Action<JsonNode> change)
    {
        var release = await cloud.Kubectl.GetAsync("crel/birch");
        release["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "lab" };
        release["spec"]!["recognise"] = new JsonArray(new JsonObject { ["package"] = "python3-nova", ["version"] = $">= 2:99~" });
        change(release);
        (await cloud.Kubectl.ApplyAsync(release.ToJsonString())).Succeeded();
    }

    private async Task SetHostKeysAsync(string node, string keys) =>
        (await cloud.Kubectl.RunAsync("patch", "cnode", node, "--type=merge", "-p", "{\"spec\":{\"ssh\":{\"hostKeys\":" + keys + "}}}")).Succeeded();

    private Task UntilReachableAsync(string node) => Poll.UntilAsync(
        $"{node} is reachable again",
        async () => Conditions.Of(await cloud.Kubectl.GetAsync($"cnode/{node}"), "Reachable").StartsWith("True/", StringComparison.Ordinal),
        minutes: 5);

    private static async Task AssertNoNodeTouchedAsync()
    {
        Assert.Empty(await LabJournal.StepsAsync());
        Assert.DoesNotContain(await LabJournal.ServicesAsync(), each => each.Phase is "stop" or "begin");
    }
}
