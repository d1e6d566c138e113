using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Windlass.Operator.Tests.Importing;

/// <summary>A real sshd on a port of the loopback that was free, with one host key that was made for it.</summary>
internal sealed class LoopbackSshd : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wsshd").FullName;
    private Process? _process;

    private LoopbackSshd()
    {
    }

    public int Port { get; private set; }

    /// <summary>As it stands in known_hosts: type and key.</summary>
    public string HostKey { get; private set; } = "";

    /// <summary>As <c>ssh-keygen -l</c> tells it.</summary>
    public string Fingerprint { get; private set; } = "";

    /// <summary>A folder for what belongs to the test.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    public static async Task<LoopbackSshd> StartAsync()
    {
        Assert.SkipWhen(Environment.UserName != "root", "needs root, to give sshd a /run of its own");
        Assert.SkipWhen(!File.Exists("/usr/sbin/sshd"), "needs openssh-server");
        var sshd = new LoopbackSshd();
        await RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", sshd.PathOf("host"));
        sshd.HostKey = (await File.ReadAllTextAsync(sshd.PathOf("host.pub"))).Trim();
        sshd.Fingerprint = (await RunAsync("ssh-keygen", "-lf", sshd.PathOf("host.pub"))).Split(' ')[1];
        sshd.Port = FreePort();
        await File.WriteAllTextAsync(
            sshd.PathOf("config"), $"Port {sshd.Port}\nListenAddress 127.0.0.1\nHostKey {sshd.PathOf("host")}\nPidFile none\nUsePAM no\nStrictModes no\n");
        sshd._process = Process.Start(new ProcessStartInfo(
            "unshare", ["--mount", "--propagation", "private", "sh", "-c", $"mount -t tmpfs tmpfs /run && mkdir /run/sshd && exec /usr/sbin/sshd -D -e -f {sshd.PathOf("config")}"])
        {
            RedirectStandardError = true,
        })!;
        if (await sshd._process.StandardError.ReadLineAsync() is not { } line || !line.Contains("listening", StringComparison.Ordinal))
        {
            await sshd.DisposeAsync();
            Assert.Fail("sshd does not listen");
        }

        _ = sshd._process.StandardError.ReadToEndAsync();
        return sshd;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Runs a program to its end; what it printed.</summary>
    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
