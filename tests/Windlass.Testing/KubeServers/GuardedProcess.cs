using System.Diagnostics;

namespace Windlass.Testing.KubeServers;

/// <summary>
/// A server process that does not outlive the tests, however these end: a guard between us and it holds the pipe from us, and kills the one
/// process it started when that closes.
/// </summary>
public sealed class GuardedProcess : IAsyncDisposable
{
    private const string Guard = """
        exec 3<&0 >>"$1" 2>&1
        shift
        "$@" 3<&- </dev/null &
        child=$!
        { read -r _ <&3; kill -KILL "$child"; } &
        reader=$!
        wait "$child"
        kill "$reader" 2>/dev/null || true
        """;

    private readonly Process _guard;
    private readonly string _log;

    /// <summary>Starts it.</summary>
    /// <param name="log">File for what it says.</param>
    /// <param name="program">Path of the binary.</param>
    /// <param name="arguments">Words.</param>
    public GuardedProcess(string log, string program, params IEnumerable<string> arguments)
    {
        _log = log;
        var start = new ProcessStartInfo("/bin/sh", ["-c", Guard, "guard", log, program, .. arguments]) { RedirectStandardInput = true };
        // etcd takes options from there, too.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ETCD", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        _guard = Process.Start(start)!;
    }

    /// <summary>It ended by itself.</summary>
    public bool HasEnded => _guard.HasExited;

    /// <summary>The last lines of what it said.</summary>
    public string Said => File.Exists(_log) ? string.Join('\n', File.ReadLines(_log).TakeLast(15)) : "";

    /// <summary>Kills it, and returns when it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _guard.WaitForExitAsync(limit.Token);
        _guard.Dispose();
    }
}
