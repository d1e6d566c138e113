using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Windlass.Operator.Tests.Page.Browsing;

/// <summary>A tab of <see cref="Chromium"/>.</summary>
internal sealed class BrowserTab(Chromium browser, string session)
{
    private readonly ConcurrentQueue<string> _complaints = [];
    private readonly ConcurrentQueue<string> _requests = [];

    /// <summary>Errors and warnings of the console, exceptions, and what a policy of the page forbade.</summary>
    public IReadOnlyCollection<string> Complaints => [.. _complaints];

    /// <summary>Addresses that the tab has asked for.</summary>
    public IReadOnlyCollection<string> Requests => [.. _requests];

    public async Task PrepareAsync()
    {
        foreach (var domain in (string[])["Page", "Runtime", "Log", "Network"])
        {
            await AskAsync($"{domain}.enable", []);
        }
    }

    public void Hear(string method, JsonNode told)
    {
        switch (method)
        {
            case "Runtime.exceptionThrown":
                _complaints.Enqueue($"exception: {told["exceptionDetails"]!["exception"]?["description"] ?? told["exceptionDetails"]!["text"]}");
                break;
            case "Runtime.consoleAPICalled" when told["type"]!.GetValue<string>() is "error" or "warning" or "assert":
                _complaints.Enqueue($"console: {told["args"]!.ToJsonString()}");
                break;
            case "Log.entryAdded" when told["entry"]!["level"]!.GetValue<string>() is "error" or "warning":
                _complaints.Enqueue($"log: {told["entry"]!["text"]} {told["entry"]!["url"]}");
                break;
            case "Network.requestWillBeSent":
                _requests.Enqueue(told["request"]!["url"]!.GetValue<string>());
                break;
        }
    }

    public void ForgetComplaints() => _complaints.Clear();

    /// <summary>The size of the window, in CSS pixels, and the colours that the machine asks for.</summary>
    public async Task LookAsync(int width, int height, bool isDark = false, bool isPhone = false)
    {
        await AskAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = isPhone ? 2 : 1, ["mobile"] = isPhone });
        await AskAsync("Emulation.setEmulatedMedia", new JsonObject { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = isDark ? "dark" : "light" }) });
    }

    public async Task GoAsync(Uri address)
    {
        await AskAsync("Page.navigate", new JsonObject { ["url"] = address.ToString() });
        await WaitForAsync($"document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /// <summary>The value of an expression; a promise is awaited.</summary>
    public async Task<JsonNode?> TellAsync(string expression)
    {
        var answer = await AskAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        return answer["exceptionDetails"] is { } problem ? throw new UnreachableException($"{expression}: {problem.ToJsonString()}") : answer["result"]!["value"]?.DeepClone();
    }

    public async Task<string> TextAsync(string selector) => (await TellAsync($"document.querySelector('{selector}').innerText"))!.GetValue<string>();

    /// <summary>Until an expression is true.</summary>
    public async Task WaitForAsync(string expression, int seconds = 40)
    {
        var begun = Stopwatch.GetTimestamp();
        while (await TellAsync($"Boolean({expression})") is not JsonValue value || !value.GetValue<bool>())
        {
            if (Stopwatch.GetElapsedTime(begun) > TimeSpan.FromSeconds(seconds))
            {
                throw new TimeoutException($"not within {seconds} s: {expression}; the console: {string.Join("; ", Complaints)}; the page: {await TellAsync("document.body.innerText.slice(0, 600)")}");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Presses a key as a person does.</summary>
    public async Task PressAsync(string key)
    {
        var code = key switch { "Enter" => 13, "Escape" => 27, "Tab" => 9, "ArrowRight" => 39, "ArrowDown" => 40, "End" => 35, _ => 0 };
        var down = new JsonObject { ["type"] = key == "Enter" ? "keyDown" : "rawKeyDown", ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code };
        if (key == "Enter")
        {
            down["text"] = "\r";
        }

        await AskAsync("Input.dispatchKeyEvent", down);
        await AskAsync("Input.dispatchKeyEvent", new JsonObject { ["type"] = "keyUp", ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code });
    }

    public Task TypeAsync(string text) => AskAsync("Input.insertText", new JsonObject { ["text"] = text });

    /// <summary>What is seen, as PNG.</summary>
    /// <param name="isWhole">The whole page, not only what is in the window.</param>
    public async Task<byte[]> ShootAsync(bool isWhole = false) =>
        Convert.FromBase64String((await AskAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png", ["captureBeyondViewport"] = isWhole }))["data"]!.GetValue<string>());

    private Task<JsonNode> AskAsync(string method, JsonObject parameters) => browser.AskAsync(method, parameters, session);
}
