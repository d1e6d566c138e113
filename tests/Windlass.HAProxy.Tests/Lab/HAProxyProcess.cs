using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Windlass.HAProxy.Tests.Lab;

/// <summary>A real HAProxy under its master process, in a folder of its own. Disposing kills exactly what was started.</summary>
internal sealed class HAProxyProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wl-hap-");
    private readonly Process _master;

    private HAProxyProcess(string body)
    {
        var configuration = Path.Combine(_folder.FullName, "haproxy.cfg");
        File.WriteAllText(configuration, $"global\n  stats socket {AdminSocket} mode 600 level admin\n{body}");
        var start = new ProcessStartInfo("haproxy") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["-W", "-S", MasterSocket, "-f", configuration])
        {
            start.ArgumentList.Add(argument);
        }

        _master = Process.Start(start)!;
        _master.ErrorDataReceived += (_, line) => Log.Enqueue(line.Data ?? "");
        _master.BeginErrorReadLine();
        _master.BeginOutputReadLine();
    }

    internal System.Collections.Concurrent.ConcurrentQueue<string> Log { get; } = new();

    internal string AdminSocket => Path.Combine(_folder.FullName, "a.sock");

    internal string MasterSocket => Path.Combine(_folder.FullName, "m.sock");

    /// <summary>Whether HAProxy is there; tests that need it are skipped otherwise.</summary>
    internal static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, "haproxy")));

    /// <summary>Starts it and waits until the worker that answers is a child of the master just started.</summary>
    internal static async Task<HAProxyProcess> StartAsync(string body)
    {
        var process = new HAProxyProcess(body);
        try
        {
            await process.UntilWorkerAnswersAsync(previous: 0);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>A port nobody listens on now. HAProxy says so at start if somebody was faster.</summary>
    internal static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    internal async Task ReloadAsync()
    {
        var before = await WorkerAsync();
        using var kill = Process.Start("kill", ["-USR2", _master.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await UntilWorkerAnswersAsync(before);
    }

    public async ValueTask DisposeAsync()
    {
        _master.Kill(entireProcessTree: true);
        await _master.WaitForExitAsync();
        _master.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>
    /// With SO_REUSEPORT a second HAProxy on the same port is no error: it silently takes half of the connections. So the process
    /// that answers must be ours, or the test would be talking about another one's state.
    /// </summary>
    internal bool IsOurs(int processId)
    {
        var status = $"/proc/{processId}/status";
        return File.Exists(status) && File.ReadLines(status).Contains($"PPid:\t{_master.Id}");
    }

    private async Task UntilWorkerAnswersAsync(int previous)
    {
        for (var attempt = 0; attempt < 500; attempt++)
        {
            var worker = await WorkerAsync();
            if (worker != 0 && worker != previous)
            {
                Assert.True(IsOurs(worker), $"process {worker} answers, which is not a worker of {_master.Id}");
                return;
            }

            await Task.Delay(10);
        }

        Assert.Fail("HAProxy never answered: " + string.Join('\n', Log));
    }

    /// <summary>0 while worker or master (it starts again at a reload) do not answer yet.</summary>
    private async Task<int> WorkerAsync()
    {
        var outcome = await new HAProxyInstance(new("lb"), AdminSocket, TimeProvider.System, MasterSocket).ReadAsync(TestContext.Current.CancellationToken);
        return outcome is Windlass.Core.LoadBalancing.ReadOutcome.Read read ? read.Snapshot.ProcessId : 0;
    }
}
