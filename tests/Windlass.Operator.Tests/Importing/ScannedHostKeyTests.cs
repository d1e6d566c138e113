using System.Diagnostics;

namespace Windlass.Operator.Tests.Importing;

/// <summary><c>windlass import --scan-host-keys</c>, as a program, against a real sshd: scanned, shown, confirmed at a terminal, pinned.</summary>
public sealed class ScannedHostKeyTests
{
    [Fact]
    public async Task PersonTypesYes_Import_ShowsTheFingerprintAndPinsTheKey()
    {
        await using var sshd = await LoopbackSshd.StartAsync();

        var (code, screen) = await AtATerminalAsync(sshd, "yes");

        Assert.True(code == 0, screen);
        Assert.Contains($"cmp1  {sshd.Fingerprint} ssh-ed25519", screen, StringComparison.Ordinal);
        Assert.Contains("Pin these keys? Type yes: ", screen, StringComparison.Ordinal);
        var manifest = await File.ReadAllLinesAsync(sshd.PathOf("nodes.yaml"));
        Assert.Contains($"    port: {sshd.Port}", manifest);
        var pinned = manifest.SkipWhile(line => line.Trim() != "hostKeys:").Skip(1).TakeWhile(line => line.TrimStart().StartsWith('-'));
        Assert.Contains(sshd.HostKey, Assert.Single(pinned), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PersonTypesNo_Import_WritesNothing()
    {
        await using var sshd = await LoopbackSshd.StartAsync();

        var (code, screen) = await AtATerminalAsync(sshd, "no");

        Assert.NotEqual(0, code);
        Assert.Contains(sshd.Fingerprint, screen, StringComparison.Ordinal);
        Assert.Contains("nothing was written", screen, StringComparison.Ordinal);
        Assert.False(File.Exists(sshd.PathOf("nodes.yaml")));
    }

    /// <summary>script(1) gives the program a terminal; what it types is what comes here.</summary>
    private static async Task<(int Code, string Screen)> AtATerminalAsync(LoopbackSshd sshd, string typed)
    {
        Assert.SkipWhen(!File.Exists("/usr/bin/script"), "needs bsdutils, for a terminal");
        await File.WriteAllTextAsync(sshd.PathOf("inventory"), $"[compute]\ncmp1 ansible_host=127.0.0.1 ansible_port={sshd.Port}\n");
        var windlass = Path.Combine(AppContext.BaseDirectory, "windlass");
        var import = $"{windlass} import --ansible-inventory {sshd.PathOf("inventory")} --scan-host-keys --out {sshd.PathOf("nodes.yaml")}";
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/script", ["--quiet", "--return", "--command", import, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await process.StandardInput.WriteLineAsync(typed);
        await process.StandardInput.FlushAsync();
        var screen = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, screen);
    }
}
