using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Windlass.Testing;
using Windlass.Testing.KubeServers;

namespace Windlass.Operator.Tests.Page.Browsing;

/// <summary>Debian's Chromium without a window, driven by the DevTools protocol over its own WebSocket. It does not outlive the tests.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private readonly string _folder;
    private readonly GuardedProcess _process;
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _asked = new();
    private readonly ConcurrentDictionary<string, Action<string, JsonNode>> _sessions = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _end = new();
    private Task _reading = Task.CompletedTask;
    private int _last;

    private Chromium(string folder, GuardedProcess process) => (_folder, _process) = (folder, process);

    /// <summary>Where Debian's package has it; null: it is not installed.</summary>
    public static string? Program => File.Exists("/usr/bin/chromium") ? "/usr/bin/chromium" : null;

    public static async Task<Chromium> StartAsync()
    {
        Assert.SkipWhen(Program is null, "Debian's chromium is not installed: tests/lab/setup installs it");
        var folder = Directory.CreateTempSubdirectory("windlass-chromium-").FullName;
        var process = new GuardedProcess(
            Path.Combine(folder, "log"), Program!, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions", "--disable-background-networking",
            "--disable-component-update", "--force-color-profile=srgb", "--lang=en-GB", $"--user-data-dir={Path.Combine(folder, "profile")}", "--remote-debugging-port=0", "about:blank");
        var browser = new Chromium(folder, process);
        try
        {
            var port = Path.Combine(folder, "profile", "DevToolsActivePort");
            await Until.TrueAsync(() => process.HasEnded || (File.Exists(port) && File.ReadAllLines(port).Length == 2), "chromium listens");
            Assert.False(process.HasEnded, process.Said);
            var lines = await File.ReadAllLinesAsync(port);
            await browser._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{lines[0]}{lines[1]}"), TestContext.Current.CancellationToken);
            browser._reading = browser.ReadAsync();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens an empty tab with a profile of its own.</summary>
    public async Task<BrowserTab> OpenAsync()
    {
        var context = (await AskAsync("Target.createBrowserContext", []))["browserContextId"]!.GetValue<string>();
        var target = (await AskAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank", ["browserContextId"] = context }))["targetId"]!.GetValue<string>();
        var session = (await AskAsync("Target.attachToTarget", new JsonObject { ["targetId"] = target, ["flatten"] = true }))["sessionId"]!.GetValue<string>();
        var tab = new BrowserTab(this, session);
        _sessions[session] = tab.Hear;
        await tab.PrepareAsync();
        return tab;
    }

    /// <summary>A command of the protocol.</summary>
    public async Task<JsonNode> AskAsync(string method, JsonObject parameters, string? session = null)
    {
        var id = Interlocked.Increment(ref _last);
        var answer = _asked[id] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        var text = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session is not null)
        {
            text["sessionId"] = session;
        }

        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(text.ToJsonString()), WebSocketMessageType.Text, true, _end.Token);
        }
        finally
        {
            _sending.Release();
        }

        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        await _process.DisposeAsync();
        _end.Dispose();
        _sending.Dispose();

        // Its helpers end on their own a moment after it, and write until then.
        for (var i = 0; Directory.Exists(_folder); i++)
        {
            try
            {
                Directory.Delete(_folder, recursive: true);
            }
            catch (IOException) when (i < 100)
            {
                await Task.Delay(50);
            }
        }
    }

    private async Task ReadAsync()
    {
        var (buffer, message) = (new byte[64 * 1024], new MemoryStream());
        while (!_end.IsCancellationRequested)
        {
            var part = await _socket.ReceiveAsync(buffer, _end.Token);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                Take(JsonNode.Parse(message.ToArray())!);
                message.SetLength(0);
            }
        }
    }

    private void Take(JsonNode message)
    {
        if (message["id"] is { } id)
        {
            _asked.TryRemove(id.GetValue<int>(), out var asked);
            if (message["error"] is { } error)
            {
                asked?.TrySetException(new UnreachableException(error.ToJsonString()));
            }
            else
            {
                asked?.TrySetResult(message["result"]!);
            }
        }
        else if (message["sessionId"] is { } session && _sessions.TryGetValue(session.GetValue<string>(), out var hear))
        {
            hear(message["method"]!.GetValue<string>(), message["params"]!);
        }
    }
}
