using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;

using Windlass.ControlPlane.Tests.Storage;

namespace Windlass.ControlPlane.Tests.Conformance.Transcripts;

/// <summary>Runs a script against one server, in a folder and a home of its own.</summary>
internal sealed class Terminal : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _home = new();
    /// <summary>Before any server started.</summary>
    private readonly DateTimeOffset _began = Process.GetCurrentProcess().StartTime.ToUniversalTime();
    private readonly List<Said> _said = [];
    private readonly string _kubectl;
    private readonly string _cache;
    private (string Command, Process Process, StringBuilder Output, SemaphoreSlim Lines, Task Reading)? _followed;

    /// <param name="kubectl">Path of the binary.</param>
    /// <param name="kubeconfig">Of the server; its namespace is replaced.</param>
    /// <param name="space">Namespace of the script, $NS in its commands.</param>
    /// <param name="cache">Folder where kubectl keeps what it has discovered of the server.</param>
    public Terminal(string kubectl, string kubeconfig, string space, string cache)
    {
        _kubectl = kubectl;
        _cache = cache;
        Space = space;
        var config = File.ReadAllText(kubeconfig);
        File.WriteAllText(_home.File("kubeconfig"), config.Replace("namespace: default", $"namespace: {space}", StringComparison.Ordinal));
        Directory.CreateDirectory(_home.File("bin"));
        Directory.CreateDirectory(_home.File("work"));
        File.WriteAllText(_home.File("bin/kubectl"), "#!/bin/sh\nexec \"$KUBECTL\" --cache-dir=\"$CACHE\" \"$@\"\n");
        File.SetUnixFileMode(_home.File("bin/kubectl"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public string Space { get; }

    /// <summary>What each command said.</summary>
    public async Task<ImmutableArray<Said>> RunAsync(Script script)
    {
        foreach (var line in script.Lines)
            await RunAsync(line);
        Assert.True(_followed is null, $"{script.Name}: nothing ends the command that is left running");
        return [.. _said];
    }

    public void Dispose()
    {
        if (_followed is { } followed)
            End(followed.Process);
        _home.Dispose();
    }

    private async Task RunAsync(ScriptLine line)
    {
        switch (line)
        {
            case ScriptLine.WriteFile file:
                await File.WriteAllTextAsync(_home.File($"work/{file.Name}"), file.Content);
                break;
            case ScriptLine.Run run:
                _said.Add(await FinishAsync(run.Command));
                break;
            case ScriptLine.Follow follow:
                await FollowAsync(follow.Command);
                break;
            case ScriptLine.Await until:
                await AwaitAsync(until.Count);
                break;
        }
    }

    private async Task<Said> FinishAsync(string command)
    {
        using var process = Start(command);
        using var limit = new CancellationTokenSource(Limit);
        await using var killed = limit.Token.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.False(limit.IsCancellationRequested, $"`{command}` did not end within {Limit.TotalSeconds} s. It said: {output}{await errors}");
        return new Said(command, Normalised.Lines(_began, output, await errors, process.ExitCode));
    }

    private async Task FollowAsync(string command)
    {
        var (process, output, lines) = (Start($"exec {command}"), new StringBuilder(), new SemaphoreSlim(0));
        _followed = (command, process, output, lines, ReadAsync());
        await WaitForLineAsync();

        async Task ReadAsync()
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                output.Append(line).Append('\n');
                lines.Release();
            }
        }
    }

    private async Task AwaitAsync(int count)
    {
        Assert.True(_followed is not null, "no command is left running");
        // The first line was waited for at the start.
        for (var line = 1; line < count; line++)
            await WaitForLineAsync();
        var (command, process, output, _, reading) = _followed!.Value;
        _followed = null;
        var errors = process.StandardError.ReadToEndAsync();
        process.Kill();
        await reading;

        // What it said between the last line that was waited for and its end is chance.
        var said = string.Concat(output.ToString().Split('\n').Take(count).Select(line => $"{line}\n"));
        _said.Add(new Said(command, Normalised.Lines(_began, said, await errors, exit: null)));
        End(process);
    }

    private async Task WaitForLineAsync()
    {
        var (command, _, output, lines, _) = _followed!.Value;
        Assert.True(await lines.WaitAsync(Limit), $"`{command}` said no more than: {output}");
    }

    private static void End(Process process)
    {
        process.Kill();
        process.Dispose();
    }

    private Process Start(string command)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = _home.File("work"),
        };
        start.Environment["PATH"] = $"{_home.File("bin")}:{start.Environment["PATH"]}";
        start.Environment["KUBECTL"] = _kubectl;
        start.Environment["KUBECONFIG"] = _home.File("kubeconfig");
        start.Environment["HOME"] = _home.Path;
        // Short processes: quicker without collecting garbage, and beside each other.
        start.Environment["GOGC"] = "off";
        start.Environment["GOMAXPROCS"] = "1";
        start.Environment["TZ"] = "UTC";
        start.Environment["CACHE"] = _cache;
        start.Environment["NS"] = Space;
        return Process.Start(start)!;
    }
}
