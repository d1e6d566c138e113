using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Windlass.EndToEnd.Harness;

/// <summary>`windlass standalone`, or a replica of `windlass operator`, as a process that can be killed and started again on the same data.</summary>
internal sealed partial class OperatorProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _log = [];
    private readonly string[] _command;
    private readonly string _ready;
    private readonly Dictionary<string, string> _environment = [];
    private Process? _process;

    private OperatorProcess(string? kubeconfig, SlowSsh? ssh)
    {
        Kubeconfig = kubeconfig ?? _folder["kubeconfig"];
        (_command, _ready) = kubeconfig is null
            ? (["standalone", "--data", _folder["data"], "--listen", FreePort()], "node: started with")
            : ((string[])["operator"], "ready: ");
        if (ssh is not null)
        {
            _environment["PATH"] = ssh.Path;
        }
    }

    public string Kubeconfig { get; }

    /// <summary>Base address of /metrics, /healthz and /readyz.</summary>
    public string Monitoring { get; } = FreePort();

    /// <summary>What all its lives wrote to standard error.</summary>
    public string Log => string.Join('\n', _log);

    /// <param name="kubeconfig">Of the API server that it works with as one of several replicas; null: it is one itself.</param>
    /// <param name="ssh">By which it reaches the nodes; null: this machine's own.</param>
    public static async Task<OperatorProcess> StartAsync(string? kubeconfig = null, SlowSsh? ssh = null)
    {
        var started = new OperatorProcess(kubeconfig, ssh);
        try
        {
            await started.StartAgainAsync();
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it on the data it has, and returns when its controllers work, or when it stands by.</summary>
    public async Task StartAgainAsync()
    {
        var lives = Lives();
        var start = Command.Prepare(
            Checkout.Windlass,
            [
                .. _command, "--kubeconfig", Kubeconfig, "--namespace", "lab",
                "--monitoring", Monitoring, "--page", "off", "--ssh-config", Path.Combine(LabFixture.Run, "ssh_config"), "--runtime-dir", _folder["rt"],
            ],
            _environment);
        _process = new Process { StartInfo = start };
        _process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.OutputDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await Poll.UntilAsync("the operator starts", () => Lives() > lives || (_process.HasExited ? throw new InvalidOperationException(Log) : false));
    }

    /// <summary>SIGKILL to the one process, as the kernel's OOM killer would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>SIGSTOP: it does nothing any more and knows nothing of it. Its connections stay, and so do the ssh processes it has started.</summary>
    public Task SleepAsync() => SignalAsync("STOP");

    /// <summary>SIGCONT.</summary>
    public Task WakeAsync() => SignalAsync("CONT");

    /// <summary>SIGTERM, as from a Deployment that has new replicas; returns when it is gone.</summary>
    public async Task StopAsync()
    {
        await SignalAsync("TERM");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await _process!.WaitForExitAsync(patience.Token);
    }

    /// <summary>Steps that it began or took up.</summary>
    public string[] Steps => StepsIn(_log);

    /// <summary>Its log line of the last step on a node, which begins with the time; empty: there is none.</summary>
    public string LastStepOn(string node) => Steps.LastOrDefault(line => line.Contains($" node {node}: ", StringComparison.Ordinal)) ?? "";

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            // One that sleeps would not hear.
            await WakeAsync();
            await StopAsync();
        }

        _process?.Dispose();
        TestContext.Current.TestOutputHelper?.WriteLine(Log);
        _folder.Dispose();
    }

    private async Task SignalAsync(string signal) => (await Command.RunAsync("kill", [$"-{signal}", $"{_process!.Id}"])).Succeeded();

    /// <summary>The lines of a log that tell of a step begun or taken up.</summary>
    public static string[] StepsIn(IEnumerable<string> log) => [.. log.Where(line => StepLine().IsMatch(line))];

    [GeneratedRegex(@" node \w+: .* \(try \d+\)$")]
    private static partial Regex StepLine();

    private int Lives() => _log.Count(line => line.Contains(_ready, StringComparison.Ordinal));

    internal static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener.LocalEndpoint.ToString()!;
    }
}
