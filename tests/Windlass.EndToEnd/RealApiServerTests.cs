using Windlass.EndToEnd.Harness;
using Windlass.Testing.KubeServers;

namespace Windlass.EndToEnd;

/// <summary>At home in Kubernetes: the main job on upstream's API server, by two replicas of which one dies every 20 s.</summary>
[Collection(LabCollection.Name)]
public sealed class RealApiServerTests(LabFixture lab)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task TwoReplicasOneKilledEveryTwentySeconds_UnderLoad_SameEndAndNothingTwice()
    {
        var missing = KubeAssets.Missing(ServerKind.KubetestApiserver);
        Assert.SkipWhen(missing is not null, missing ?? "");
        await lab.ResetAsync();
        var before = await NodeSnapshot.TakeAllAsync();
        await using var server = await KubeServer.StartAsync(ServerKind.KubetestApiserver, "lab");
        using var kubectl = new Kubectl(server.KubeconfigPath);
        (await kubectl.RunAsync("apply", "-f", Path.Combine(Checkout.Root, "crds"))).Succeeded();
        (await kubectl.RunAsync("wait", "crd", "--all", "--for=condition=Established", "--timeout=60s")).Succeeded();
        (await kubectl.RunAsync("create", "namespace", "lab")).Succeeded();

        await using var one = await OperatorProcess.StartAsync(server.KubeconfigPath);
        await using var other = await OperatorProcess.StartAsync(server.KubeconfigPath);
        await kubectl.ApplyCloudAsync();
        await using var load = await LoadRun.StartAsync();
        (await kubectl.ApplyAsync(UpgradeManifest.Of("to-birch"))).Succeeded();
        await KillInTurnsAsync([one, other], kubectl.WaitForAsync("cupg/to-birch", "condition=Ready"));

        Assert.Equal(0, (await load.StopAsync())["failed"]!.GetValue<int>());
        await AfterUpgrade.AssertAtBirchAsync();
        await AfterUpgrade.AssertUntouchedAsync(before);
        Assert.Empty(await LabFixture.NotUpAsync());
        await AfterUpgrade.AssertOrderAsync();
        await AfterUpgrade.AssertStepsRanOnceAsync();
    }

    /// <summary>The one that leads is among them: whoever stands by takes over when its lease has run out.</summary>
    private static async Task KillInTurnsAsync(OperatorProcess[] replicas, Task end)
    {
        var turn = 0;
        while (await Task.WhenAny(end, Task.Delay(Life)) != end)
        {
            var next = replicas[turn++ % replicas.Length];
            await next.KillAsync();
            await next.StartAgainAsync();
        }

        await end;
        Assert.True(turn > 0, "the run was over before anything was killed");
    }
}
