using System.Collections.Concurrent;
using System.Diagnostics;
using Windlass.EndToEnd.Harness;

namespace Windlass.EndToEnd.Images;

/// <summary>
/// A container of the image under crun, without Docker. It does not outlive the tests, however these end: a guard holds the pipe from us, in a
/// process namespace of its own that goes as a whole.
/// </summary>
internal sealed class Container : IAsyncDisposable
{
    /// <summary>
    /// crun refuses a machine with both kinds of cgroups; in our own mount namespace one of them is away. $0 is crun's folder. A line on standard
    /// input asks the container to end, as the kubelet would; the end of the input kills it.
    /// </summary>
    private const string Guard = """
        exec 3<&0 </dev/null
        mount --make-rprivate /
        umount -l /sys/fs/cgroup/unified 2>/dev/null
        crun --root "$0/state" --cgroup-manager=disabled run --bundle "$0" windlass 3<&- &
        child=$!
        { read -r _ <&3 && crun --root "$0/state" --cgroup-manager=disabled kill windlass TERM && read -r _ <&3; kill -KILL "$child"; } &
        wait "$child"
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _log = [];
    private Process? _process;

    private Container()
    {
    }

    /// <summary>What it wrote to both streams.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>Exit status; null while it runs.</summary>
    public int? ExitCode => _process!.HasExited ? _process.ExitCode : null;

    /// <summary>Starts it.</summary>
    /// <param name="image">What runs.</param>
    /// <param name="arguments">After the image's entry point.</param>
    /// <param name="mounts">Folders of this machine that show inside, under the same path.</param>
    /// <param name="network">Path of a network namespace; null: this machine's own, for the loopback addresses of the tests.</param>
    public static async Task<Container> StartAsync(ContainerImage image, string[] arguments, string[]? mounts = null, string? network = null)
    {
        var started = new Container();
        await Bundle.WriteAsync(started._folder.Path, image, mounts ?? [], network, arguments);
        Directory.CreateDirectory(started._folder["state"]);
        var process = new Process
        {
            StartInfo = Command.Prepare(
                "unshare", ["--mount", "--pid", "--fork", "--mount-proc", "--kill-child=KILL", "--", "sh", "-c", Guard, started._folder.Path]),
        };
        process.OutputDataReceived += (_, line) => started.Hear(line.Data);
        process.ErrorDataReceived += (_, line) => started.Hear(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        started._process = process;
        return started;
    }

    /// <summary>Runs it to its end by itself.</summary>
    public static async Task<(int ExitCode, string Log)> RunAsync(ContainerImage image, params string[] arguments)
    {
        await using var container = await StartAsync(image, arguments);
        await container.EndAsync();
        return (container.ExitCode!.Value, container.Log);
    }

    /// <summary>SIGTERM to the entry point; returns when the container has ended.</summary>
    public async Task StopAsync()
    {
        await _process!.StandardInput.WriteLineAsync("stop");
        await _process.StandardInput.FlushAsync();
        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process!.StandardInput.Close();
        await EndAsync();
        _process.Dispose();
        TestContext.Current.TestOutputHelper?.WriteLine(Log);
        _folder.Dispose();
    }

    private async Task EndAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await _process!.WaitForExitAsync(patience.Token);
    }

    private void Hear(string? line)
    {
        if (line is not null)
        {
            _log.Enqueue(line);
        }
    }
}
