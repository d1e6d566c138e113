using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Tests.Storage;

namespace Windlass.ControlPlane.Tests.Kubectl;

/// <summary>One kubectl against one server, with a home and a cache of its own.</summary>
internal sealed class KubectlRun : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly ConcurrentDictionary<string, Task<int>> Minors = new(StringComparer.Ordinal);

    private readonly TemporaryDirectory _directory = new();
    private readonly string _binary;
    private readonly string _kubeconfig;

    public KubectlRun(string binary, string kubeconfig)
    {
        Assert.SkipWhen(binary.Length == 0, "no kubectl on this machine");
        _binary = binary;
        _kubeconfig = kubeconfig;
    }

    /// <summary>The y of version 1.y.</summary>
    public Task<int> MinorAsync() => Minors.GetOrAdd(_binary, async _ =>
    {
        var version = JsonNode.Parse(await RunAsync("version", "--client", "-o", "json"))!["clientVersion"]!["minor"]!.GetValue<string>();
        return int.Parse(version.TrimEnd('+'), System.Globalization.CultureInfo.InvariantCulture);
    });

    /// <summary>Writes a manifest and returns its path.</summary>
    public string File(string name, string content)
    {
        System.IO.File.WriteAllText(_directory.File(name), content);
        return _directory.File(name);
    }

    /// <summary>Runs a command that must succeed, and say nothing on stderr: a warning is a failure of the test.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (exit, output, errors) = await FinishAsync(Start("", arguments));
        Assert.True(exit == 0 && errors.Length == 0, $"kubectl {string.Join(' ', arguments)}: exit {exit}: {output}{errors}");
        return output;
    }

    /// <summary>The same with a command line in the place of the editor.</summary>
    public async Task<string> EditAsync(string editor, params string[] arguments)
    {
        var (exit, output, errors) = await FinishAsync(Start(editor, ["edit", .. arguments]));
        Assert.True(exit == 0 && errors.Length == 0, $"kubectl edit: exit {exit}: {output}{errors}");
        return output;
    }

    /// <summary>Runs a command that must end with 1: a refusal, or a difference found. Returns all it says.</summary>
    public async Task<string> RefusedAsync(params string[] arguments)
    {
        var (exit, output, errors) = await FinishAsync(Start("", arguments));
        Assert.True(exit == 1, $"kubectl {string.Join(' ', arguments)}: exit {exit}: {output}{errors}");
        return output + errors;
    }

    /// <summary>Starts a command that goes on until something happens. The caller ends it.</summary>
    public Process Start(string editor, params string[] arguments)
    {
        var start = new ProcessStartInfo(_binary) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add($"--cache-dir={_directory.File("cache")}");
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["KUBECONFIG"] = _kubeconfig;
        start.Environment["HOME"] = _directory.Path;
        start.Environment["KUBE_EDITOR"] = editor;
        return Process.Start(start)!;
    }

    public static async Task<(int Exit, string Output, string Errors)> FinishAsync(Process started)
    {
        using var process = started;
        using var limit = new CancellationTokenSource(Limit);
        await using var killed = limit.Token.Register(process.Kill);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return (process.ExitCode, output, await errors);
    }

    public void Dispose() => _directory.Dispose();
}
