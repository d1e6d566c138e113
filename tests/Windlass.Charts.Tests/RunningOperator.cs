using System.Diagnostics;
using Windlass.Testing.Charts;

namespace Windlass.Charts.Tests;

/// <summary>`windlass operator` as a process, with nothing but a kubeconfig.</summary>
internal sealed class RunningOperator : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wl").FullName;
    private Process? _process;
    private Task<string> _log = Task.FromResult("");

    /// <summary>Starts it, and returns when it has its local copies.</summary>
    public static async Task<RunningOperator> StartAsync(string kubeconfig)
    {
        var started = new RunningOperator();
        try
        {
            await started.RunAsync(kubeconfig);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks it to stop, as Kubernetes does.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await ToolRun.RunAsync("kill", ["-TERM", $"{_process.Id}"]);
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            await _process.WaitForExitAsync(patience.Token);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(await _log);
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task RunAsync(string kubeconfig)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "windlass"),
            ["operator", "--kubeconfig", kubeconfig, "--monitoring", "127.0.0.1:0", "--page", "off", "--runtime-dir", Path.Combine(_folder, "rt")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _log = _process.StandardError.ReadToEndAsync();
        var ready = await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2));
        Assert.True(ready?.StartsWith("ready: ", StringComparison.Ordinal) == true, ready ?? await _log);
    }
}
