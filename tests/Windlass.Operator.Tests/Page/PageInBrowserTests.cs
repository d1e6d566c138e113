using System.Diagnostics;
using Windlass.Operator.Tests.Page.Browsing;

namespace Windlass.Operator.Tests.Page;

/// <summary>The page in a real browser. <c>WINDLASS_SHOTS=FOLDER</c> keeps what was seen, for people to look at.</summary>
public sealed class PageInBrowserTests : IAsyncLifetime
{
    private const string Hundred = "controllers=3,messaging=3,network=12,compute=83";
    private static readonly string? Shots = Environment.GetEnvironmentVariable("WINDLASS_SHOTS");

    private Chromium _browser = null!;
    private PageBench _bench = null!;

    public async ValueTask InitializeAsync()
    {
        _browser = await Chromium.StartAsync();
        _bench = await PageBench.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        if (_bench is not null)
        {
            await _bench.DisposeAsync();
        }
    }

    /// <summary>One run, looked at as people do: at its beginning, in its middle, while the operator is away, and when it is over.</summary>
    [Fact]
    public async Task RunOfAHundredNodes_Watched_IsShownWithoutErrorsAndStaysLiveOverARestart()
    {
        var run = SimulatedRun.Of(Hundred).Until(status => status.OpenSchemaWindows.Length > 0 && status.Nodes?.Updating > 1).For(TimeSpan.FromMinutes(3));
        await _bench.ShowAsync(run);
        var tab = await _browser.OpenAsync();
        await tab.LookAsync(1280, 900);
        await SignInAsync(tab);

        Assert.Equal("to-epoxy: caracal → epoxy", await tab.TextAsync("#title"));
        Assert.Equal(101, (await tab.TellAsync("document.querySelectorAll('.tile').length"))!.GetValue<int>());
        Assert.Equal(run.Upgrade.Status!.Nodes!.Updated, (await tab.TellAsync("Number(document.getElementById('progress').getAttribute('aria-valuenow'))"))!.GetValue<int>());
        await KeepAsync(tab, "101-early-light");

        run.UntilUpdated(45);
        await _bench.ShowAsync(run);
        await tab.WaitForAsync($"document.getElementById('fact-nodes').innerText === '{run.Upgrade.Status!.Nodes!.Updated} of 101'");
        foreach (var isDark in (bool[])[false, true])
        {
            await tab.LookAsync(1280, 900, isDark);
            Assert.Empty(await AxeCore.CheckAsync(tab));
            await KeepAsync(tab, isDark ? "101-dark" : "101-light");
        }

        await tab.LookAsync(360, 740, isDark: true, isPhone: true);
        Assert.Empty(await AxeCore.CheckAsync(tab));
        Assert.True((await tab.TellAsync("document.documentElement.scrollWidth <= innerWidth"))!.GetValue<bool>(), "nothing sticks out at the side of a phone");
        await KeepAsync(tab, "101-phone-dark");
        await tab.LookAsync(1280, 900);
        Assert.Empty(tab.Complaints);

        await _bench.StopServingAsync();
        await tab.WaitForAsync("document.getElementById('live').dataset.live === 'no' && /shown is \\d+s old/.test(document.getElementById('live').innerText)");
        Assert.Contains("Not live", await tab.TextAsync("#live"), StringComparison.Ordinal);
        await KeepAsync(tab, "101-not-live");
        tab.ForgetComplaints(); // the browser itself logs each refused connection
        run.UntilUpdated(60);
        await _bench.ShowAsync(run);
        await _bench.ServeAsync();
        await tab.WaitForAsync($"document.getElementById('live').dataset.live === 'yes' && document.getElementById('fact-nodes').innerText === '{run.Upgrade.Status!.Nodes!.Updated} of 101'");

        run.ToTheEnd();
        await _bench.ShowAsync(run);
        await tab.WaitForAsync("document.getElementById('lead').dataset.mood === 'Done'");
        Assert.Empty(await AxeCore.CheckAsync(tab));
        await KeepAsync(tab, "101-done");
        Assert.DoesNotContain(tab.Complaints, one => !one.Contains("ERR_CONNECTION_REFUSED", StringComparison.Ordinal));
        Assert.All(tab.Requests, request => Assert.StartsWith(_bench.Address.ToString(), request, StringComparison.Ordinal));
    }

    private async Task SignInAsync(BrowserTab tab)
    {
        await tab.GoAsync(_bench.Address);
        await tab.WaitForAsync("document.activeElement?.id === 'token'");
        Assert.Empty(await AxeCore.CheckAsync(tab));
        await tab.TypeAsync(_bench.Token);
        await tab.PressAsync("Enter");
        await tab.WaitForAsync("document.getElementById('live').dataset.live === 'yes' && !document.getElementById('page').hidden");
    }

    private static async Task KeepAsync(BrowserTab tab, string name)
    {
        if (Shots is not null)
        {
            Directory.CreateDirectory(Shots);
            await tab.TellAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
            await File.WriteAllBytesAsync(Path.Combine(Shots, $"{name}.png"), await tab.ShootAsync(isWhole: true));
        }
    }
}
