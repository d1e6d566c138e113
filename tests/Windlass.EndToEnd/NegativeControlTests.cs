using Windlass.EndToEnd.Harness;

namespace Windlass.EndToEnd;

/// <summary>The load can fail: zero failed requests elsewhere means something.</summary>
[Collection(LabCollection.Name)]
public sealed class NegativeControlTests(LabFixture lab)
{
    [Fact]
    public async Task ServiceKilledInsteadOfDrained_UnderLoad_FailuresAreCounted()
    {
        await lab.ResetAsync();
        await using var load = await LoadRun.StartAsync("--rate", "30", "http://10.77.0.10:5000/slow?s=0.2");
        await LabFixture.OnAsync("ctl2", "systemctl kill -s KILL keystone");
        await Poll.UntilAsync("a failed request", () => load.Progress()!["failed"]!.GetValue<int>() > 0, minutes: 1);
        Assert.NotEmpty((await load.StopAsync())["errors"]!.AsArray());
    }
}
