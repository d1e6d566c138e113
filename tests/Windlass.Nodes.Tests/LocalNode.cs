using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Windlass.Core.Identities;

namespace Windlass.Nodes.Tests;

/// <summary>A node on this machine: a real sshd in namespaces of its own (rig/node.sh). One for all tests of the collection.</summary>
public sealed class LocalNode : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("wn").FullName;
    private readonly string? host;
    private Process? process;
    private string child = "";

    public LocalNode()
    {
    }

    /// <summary>A node with a host name and a network of its own: what runs on it may take the ports that it has on real nodes.</summary>
    internal LocalNode(string host) => this.host = host;

    /// <summary>Why there is none here, or null.</summary>
    public string? Reason { get; private set; }

    public int Port { get; private set; }

    public OpenSsh Ssh { get; private set; } = null!;

    /// <summary>Like <see cref="Ssh"/>, but waits 15 s for the end of a step.</summary>
    public OpenSsh Patient { get; private set; } = null!;

    public string HostKey { get; private set; } = "";

    public PrivateKey Key { get; private set; } = new("");

    /// <summary>The node's root directory, as seen from here.</summary>
    public string Root { get; private set; } = "";

    /// <summary>Folder that both sides see.</summary>
    public string Shared => folder;

    public async ValueTask InitializeAsync()
    {
        Ssh = Open(null);
        Patient = new OpenSsh(
            new OpenSshOptions { RuntimeDirectory = Path.Combine(folder, "rt"), StepWait = TimeSpan.FromSeconds(15) },
            TimeProvider.System, NullLogger<OpenSsh>.Instance);
        Reason = Environment.UserName != "root" ? "needs root, to make a mount namespace"
            : !File.Exists("/usr/sbin/sshd") ? "needs openssh-server" : null;
        if (Reason is not null)
        {
            return;
        }

        HostKey = NewKey("host");
        await File.WriteAllTextAsync(Path.Combine(folder, "authorized_keys"), NewKey("user") + "\n");
        Key = new PrivateKey(await File.ReadAllTextAsync(Path.Combine(folder, "user")));
        Port = host is null ? FreePort() : 22;
        await File.WriteAllTextAsync(Path.Combine(folder, "sshd_config"), $"""
            Port {Port}
            ListenAddress 127.0.0.1
            HostKey {folder}/host
            AuthorizedKeysFile /run/fake/authorized_keys /run/fake/keys/%u
            StrictModes no
            UsePAM no
            PidFile none
            PermitRootLogin prohibit-password
            PasswordAuthentication no
            AllowStreamLocalForwarding yes

            """);
        Directory.CreateDirectory(Path.Combine(folder, "over"));
        var rig = Path.Combine(AppContext.BaseDirectory, "rig");
        process = Process.Start(new ProcessStartInfo(
            "unshare",
            [
                "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--mount-proc", .. host is null ? (string[])[] : ["--net", "--uts"],
                "sh", $"{rig}/node.sh", folder, $"{rig}/fakes", .. host is null ? (string[])[] : [host],
            ])
        {
            RedirectStandardError = true,
        })!;
        _ = process.StandardError.ReadToEndAsync();
        await Eventually(HasChild);
        Root = $"/proc/{child}/root";
        if (host is not null)
        {
            var site = Path.Combine(folder, "site");
            await File.WriteAllTextAsync(site, $"Host *\nProxyCommand nsenter --net=/proc/{child}/ns/net socat - TCP:%h:%p\n");
            Ssh.Dispose();
            Ssh = Open(site);
        }

        await Eventually(host is null ? Listens : async () => (await RunAsync("socat -u /dev/null TCP:127.0.0.1:22")).ExitCode == 0);
    }

    public async ValueTask DisposeAsync()
    {
        Ssh.Dispose();
        Patient.Dispose();
        if (process is not null)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Another operator process, as far as ssh is concerned.</summary>
    public OpenSsh Open(string? siteConfig) => new(
        new OpenSshOptions { RuntimeDirectory = Path.Combine(folder, "rt"), SshConfigFile = siteConfig, StepWait = TimeSpan.FromSeconds(1) }, TimeProvider.System, NullLogger<OpenSsh>.Instance);

    /// <summary>The node's address; skips the test where there is no node.</summary>
    public NodeAddress Address(string name, string user = "root")
    {
        Assert.SkipWhen(Reason is not null, Reason ?? "");
        return new NodeAddress(new NodeName(name), "127.0.0.1", Port, user, [HostKey], TrustOnFirstUse: false, Key);
    }

    /// <summary>A file on the node.</summary>
    public string On(string path) => Root + path;

    /// <summary>Runs a shell's text on the node, beside anything that the product does; tells how it ended, and what it printed.</summary>
    internal async Task<(int ExitCode, string Output)> RunAsync(string script)
    {
        using var run = Process.Start(new ProcessStartInfo(
            "nsenter", [$"--target={child}", "--mount", "--pid", .. host is null ? (string[])[] : ["--net", "--uts"], "sh", "-c", $"exec 2>&1 </dev/null; {script}"])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        return (run.ExitCode, output);
    }

    /// <summary>A fresh key pair in the shared folder; answers the public half.</summary>
    public string NewKey(string name)
    {
        using var keygen = Process.Start("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", Path.Combine(folder, name)]);
        keygen.WaitForExit();
        return File.ReadAllText(Path.Combine(folder, name + ".pub")).Trim();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Polls until it holds; fails after 20 s.</summary>
    public static async Task Eventually(Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "did not happen within 20 s");
            await Task.Delay(50);
        }
    }

    private async Task<bool> HasChild() =>
        (child = (await File.ReadAllTextAsync($"/proc/{process!.Id}/task/{process.Id}/children")).Trim()).Length > 0;

    private async Task<bool> Listens()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
