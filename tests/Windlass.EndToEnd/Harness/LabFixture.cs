namespace Windlass.EndToEnd.Harness;

/// <summary>The lab of real Debian nodes: up before the first test, down after the last one, whatever happened between.</summary>
public sealed class LabFixture : IAsyncLifetime
{
    internal static readonly string[] Controllers = ["ctl1", "ctl2", "ctl3"];
    internal static readonly string[] Nodes = [.. Controllers, "net1", "cmp1", "cmp2"];

    private FileStream? _lock;

    /// <summary>Why there is no lab on this machine; null when there is one.</summary>
    internal string? Absence { get; private set; }

    internal static string Run { get; } =
        Path.Combine(Environment.GetEnvironmentVariable("WINDLASS_LAB_DIR") ?? "/var/lib/windlass-lab", "run");

    public async ValueTask InitializeAsync()
    {
        Absence = FindAbsence();
        if (Absence is not null)
        {
            return;
        }

        // Another checkout's tests may be at it: one after the other.
        await Poll.UntilAsync("another test run gives the lab back", TryLock, minutes: 30);
        (await LabAsync("up")).Succeeded();
    }

    /// <summary>With WINDLASS_LAB_KEEP=1 it stays up for a look.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_lock is null)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("WINDLASS_LAB_KEEP") != "1")
        {
            (await LabAsync("down")).Succeeded();
        }

        await _lock.DisposeAsync();
    }

    /// <summary>Every node and the database at alder again. Skips the test where there is no lab.</summary>
    internal async Task ResetAsync()
    {
        SkipIfAbsent();
        (await LabAsync("reset")).Succeeded();
    }

    internal void SkipIfAbsent() => Assert.SkipWhen(Absence is not null, Absence ?? "");

    internal static Task<CommandResult> LabAsync(params string[] arguments) => Command.RunAsync(Checkout.Lab, arguments);

    internal static async Task<string> OnAsync(string node, string script) => (await LabAsync("exec", node, "sh", "-c", script)).Succeeded().Output;

    /// <summary>The same runtime command to every HAProxy.</summary>
    internal static async Task<string> HAProxyAsync(string command) => (await LabAsync("haproxy", command)).Succeeded().Output;

    /// <summary>Servers that are not UP, as "backend/server STATUS", over all HAProxies.</summary>
    internal static async Task<string[]> NotUpAsync()
    {
        var rows = (await HAProxyAsync("show stat")).Split('\n').Select(line => line.Split(','));
        return [.. rows.Where(row => row.Length > 17 && Controllers.Contains(row[1]) && row[17] != "UP").Select(row => $"{row[0]}/{row[1]} {row[17]}").Order()];
    }

    internal static string Manifest(string name) => Path.Combine(Run, "manifests", name + ".yaml");

    private static string? FindAbsence()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return "the lab needs root";
        }

        var tools = new[] { "systemd-nspawn", "mmdebstrap", "ip", "socat", "kubectl", "python3" };
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        var missing = tools.Where(tool => !path.Any(folder => File.Exists(Path.Combine(folder, tool)))).ToArray();
        return missing is [] ? null : $"not installed: {string.Join(", ", missing)} (tests/lab/setup installs them)";
    }

    private bool TryLock()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Run)!);
            _lock = new FileStream(Path.Combine(Path.GetDirectoryName(Run)!, "tests.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            // Held by somebody else: asked again by the caller.
            return false;
        }
    }
}
