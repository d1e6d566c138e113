using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Windlass.EndToEnd.Harness;

/// <summary>Constant load on the four APIs through the virtual address.</summary>
internal sealed class LoadRun : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    private LoadRun(string[] more)
    {
        string[] arguments =
        [
            "--netns", "wl-lab", "--seconds", "1800", "--out", _folder["result"], "--progress", _folder["progress"],
            "--stop-file", _folder["stop"], .. more,
        ];
        _process = Process.Start(Command.Prepare(Checkout.Load, arguments))!;
    }

    /// <summary>Starts 120 requests a second, half of them on kept connections; returns when answers come.</summary>
    public static async Task<LoadRun> StartAsync(params string[] more)
    {
        var run = new LoadRun(more);
        await Poll.UntilAsync("the load runs", () => run.Progress() is { } now && now["requests"]!.GetValue<int>() > 0);
        return run;
    }

    /// <summary>The figures so far; null before the first second is over.</summary>
    public JsonNode? Progress() => File.Exists(_folder["progress"]) ? JsonNode.Parse(File.ReadAllText(_folder["progress"])) : null;

    /// <summary>Ends the load and returns its own account of it.</summary>
    public async Task<JsonNode> StopAsync()
    {
        await File.WriteAllTextAsync(_folder["stop"], "");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await _process.WaitForExitAsync(patience.Token);
        var result = await File.ReadAllTextAsync(_folder["result"]);
        TestContext.Current.TestOutputHelper?.WriteLine(result);
        return JsonNode.Parse(result)!;
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
