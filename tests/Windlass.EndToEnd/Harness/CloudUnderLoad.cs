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
