using Windlass.Core.Api.Meta;
using Windlass.Core.Api.WorkOrders;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Commands;
using Windlass.Operator.Resources;
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

    /// <summary>Somebody at three in the morning, without a mouse: what blocks, then why, then back.</summary>
    [Fact]
    public async Task StalledNode_Keyboard_LeadsToTheReasonAndBack()
    {
        var run = SimulatedRun.Of("controllers=3,messaging=3,network=2,compute=20", isWithEnd: false).Break("compute-07").Until(status => status.Nodes?.Failed > 0);
        await _bench.ShowAsync(run);
        var hostile = run.Cluster.Objects.Order("controller-2")!;
        await _bench.Api.ApplyStatusAsync(
            Kinds.WorkOrders,
            hostile with { Metadata = new ObjectMeta { Name = hostile.Metadata.Name, Namespace = SimulatedRun.Space }, Status = hostile.Status! with { Step = new NodeStepStatus { Name = "<img src=x onerror=alert(1)>", Component = "<b>nova</b>", StartTime = run.Cluster.Now, Attempt = 1 } } },
            new ApplyOptions("windlass-simulation", FieldOwnership.Take), TestContext.Current.CancellationToken);
        var tab = await _browser.OpenAsync();
        await tab.LookAsync(1280, 900, isDark: true);
        await SignInAsync(tab);

        Assert.StartsWith("compute-07 (", await tab.TextAsync("#sentence"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("Blocked", (await tab.TellAsync("document.getElementById('lead').dataset.mood"))!.GetValue<string>());
        await tab.WaitForAsync("[...document.querySelectorAll('.tile')].some(tile => tile.innerText.includes('<img src=x onerror=alert(1)> <b>nova</b>'))");
        Assert.Equal(1, (await tab.TellAsync("document.querySelectorAll('.tile[tabindex=\"0\"]').length"))!.GetValue<int>());

        await tab.TellAsync("document.querySelector('.tile[tabindex=\"0\"]').focus()");
        await tab.PressAsync("End");
        Assert.Equal("compute-20", await FocusAsync(tab));
        await tab.TellAsync("document.querySelector('[data-node=compute-06]').focus()");
        await tab.PressAsync("ArrowRight");
        Assert.Equal("compute-07", await FocusAsync(tab));
        await tab.PressAsync("Enter");
        await tab.WaitForAsync("document.getElementById('detail').open && document.getElementById('detail').innerText.includes('Last failure')");
        Assert.Contains("compute-07 is stalled in Install", await tab.TextAsync("#detail-body"), StringComparison.Ordinal);
        Assert.Empty(await AxeCore.CheckAsync(tab));
        await KeepAsync(tab, "stalled-detail-dark");
        await tab.PressAsync("Escape");
        Assert.Equal("compute-07", await FocusAsync(tab));

        await tab.TellAsync("document.getElementById('as-table').open = true");
        await tab.WaitForAsync("document.querySelectorAll('#course tbody tr').length === 28");
        Assert.Empty(await AxeCore.CheckAsync(tab));
        Assert.Empty(tab.Complaints);
        await KeepAsync(tab, "stalled-dark");
    }

    /// <summary>What is drawn does not grow with what there is: rows out of sight are not painted, and a change of one node touches one tile.</summary>
    [Fact]
    public async Task RunOfAThousandNodes_Watched_IsShownAndFollowedByDifferences()
    {
        var run = SimulatedRun.Of("controllers=3,messaging=3,network=12,compute=982", isWithEnd: false).Until(status => status.Nodes?.Updating > 900).For(TimeSpan.FromMinutes(1));
        await _bench.ShowAsync(run);
        var tab = await _browser.OpenAsync();
        await tab.LookAsync(1280, 900);
        await SignInAsync(tab);
        await KeepAsync(tab, "1000-busy");
        run.UntilUpdated(500);
        await _bench.ShowAsync(run);
        await tab.WaitForAsync($"document.getElementById('fact-nodes').innerText === '{run.Upgrade.Status!.Nodes!.Updated} of 1000'");
        Assert.Equal(1000, (await tab.TellAsync("document.querySelectorAll('.tile').length"))!.GetValue<int>());
        await KeepAsync(tab, "1000-light");

        await tab.TellAsync("document.querySelector('[data-rows=compute]').click()");
        await tab.WaitForAsync("document.getElementById('spacer').offsetHeight > 20000");
        Assert.True((await tab.TellAsync("document.getElementById('canvas').height <= 900"))!.GetValue<bool>(), "the canvas is no larger than what is seen");
        await tab.TellAsync("document.getElementById('gantt').scrollTop = 9000");
        await KeepAsync(tab, "1000-rows");
        await tab.TellAsync("window.touched = new Set(); new MutationObserver(all => all.forEach(one => touched.add(one.target.closest?.('.tile')?.dataset.node))).observe(document.getElementById('grid'), { subtree: true, childList: true, attributes: true })");
        run.For(TimeSpan.FromMinutes(3));
        await _bench.ShowAsync(run);
        await tab.WaitForAsync("touched.size > 0");
        Assert.InRange((await tab.TellAsync("touched.size"))!.GetValue<int>(), 1, 200);
        await tab.LookAsync(1280, 900, isDark: true);
        Assert.Empty(await AxeCore.CheckAsync(tab));
        await KeepAsync(tab, "1000-dark");
        Assert.Empty(tab.Complaints);
    }

    /// <summary>A file from a disk, with nothing behind it.</summary>
    [Fact]
    public async Task SavedRun_Opened_IsTheSamePageInOneFile()
    {
        var run = SimulatedRun.Of("controllers=3,messaging=3,network=2,compute=20", isWithEnd: false).ToTheEnd();
        await _bench.ShowAsync(run);
        var file = Path.Combine(Directory.CreateTempSubdirectory("windlass-saved-").FullName, "run.html");
        try
        {
            Assert.Equal(0, await CommandLine.Root().Parse(["report", "--html", "-f", file, "--kubeconfig", _bench.Kubeconfig]).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken));
            await _bench.StopServingAsync();
            Assert.DoesNotContain("10.0.0.1", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
            var tab = await _browser.OpenAsync();
            await tab.LookAsync(1280, 900);
            await tab.GoAsync(new Uri($"file://{file}"));
            await tab.WaitForAsync("!document.getElementById('page').hidden");

            Assert.Equal("to-epoxy: caracal → epoxy", await tab.TextAsync("#title"));
            Assert.Equal("28 of 28", await tab.TextAsync("#fact-nodes"));
            Assert.StartsWith("Saved ", await tab.TextAsync("#live"), StringComparison.Ordinal);
            Assert.Equal(28, (await tab.TellAsync("document.querySelectorAll('.tile[data-state=AtTarget]').length"))!.GetValue<int>());
            await tab.TellAsync("document.querySelector('[data-node=controller-1]').click()");
            await tab.WaitForAsync("document.getElementById('detail').open && document.querySelectorAll('#detail tbody tr').length > 50");
            Assert.Empty(await AxeCore.CheckAsync(tab));
            await tab.PressAsync("Escape");
            await KeepAsync(tab, "saved");
            Assert.Empty(tab.Complaints);
            Assert.Equal([$"file://{file}"], tab.Requests.Where(request => !request.StartsWith("data:", StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static async Task<string> FocusAsync(BrowserTab tab) => (await tab.TellAsync("document.activeElement.dataset.node ?? document.activeElement.id"))!.GetValue<string>();

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
