namespace Windlass.EndToEnd.Harness;

/// <summary>The lab at alder, an operator that knows it, and clients: where most stories begin, and what each must leave behind.</summary>
internal sealed class CloudUnderLoad : IAsyncDisposable
{
    private readonly Dictionary<string, NodeSnapshot> _before;
    private readonly LoadRun _load;

    private CloudUnderLoad(Dictionary<string, NodeSnapshot> before, OperatorProcess windlass, Kubectl kubectl, LoadRun load) =>
        (_before, Windlass, Kubectl, _load) = (before, windlass, kubectl, load);

    public OperatorProcess Windlass { get; }

    public Kubectl Kubectl { get; }

    public static async Task<CloudUnderLoad> StartAsync(LabFixture lab)
    {
        await lab.ResetAsync();
        var before = await NodeSnapshot.TakeAllAsync();
        var windlass = await OperatorProcess.StartAsync();
        var kubectl = new Kubectl(windlass.Kubeconfig);
        try
        {
            await kubectl.ApplyCloudAsync();
            return new CloudUnderLoad(before, windlass, kubectl, await LoadRun.StartAsync());
        }
        catch
        {
            kubectl.Dispose();
            await windlass.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends an upgrade by its own field; the object stays for the record.</summary>
    public async Task AbortAsync(string upgrade)
    {
        (await Kubectl.RunAsync("patch", "cupg", upgrade, "--type=merge", "-p", """{"spec":{"abort":true}}""")).Succeeded();
        await Poll.UntilAsync(
            $"{upgrade} is aborted, and nothing is left to give back",
            async () => await Kubectl.GetAsync("cupg/" + upgrade) is { } now && Conditions.Of(now, "Ready") == "False/Aborted" && Conditions.Of(now, "Reconciling").Length == 0,
            minutes: 5);
        await AssertGivenBackAsync();
    }

    /// <summary>Everything that is ours is given back.</summary>
    public async Task AssertGivenBackAsync()
    {
        await AfterUpgrade.AssertUntouchedAsync(_before);
        await Poll.UntilAsync("every server is UP again", async () => (await LabFixture.NotUpAsync()).Length == 0);
    }

    /// <summary>The clients go home, and had nothing to complain of.</summary>
    public async Task EndAsync()
    {
        Assert.Equal(0, (await _load.StopAsync())["failed"]!.GetValue<int>());
        await AfterUpgrade.AssertUntouchedAsync(_before);
        Assert.Empty(await LabFixture.NotUpAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _load.DisposeAsync();
        Kubectl.Dispose();
        await Windlass.DisposeAsync();
    }
}
