using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Windlass.Kubernetes.Configuration;
using Windlass.Kubernetes.Wire;

namespace Windlass.Kubernetes.Http;

/// <summary>One run of a credential program.</summary>
internal static class ExecRun
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    // A grandchild may keep the pipe open for ever: after the exit, its end is waited for only this long.
    private static readonly TimeSpan PipeGrace = TimeSpan.FromMilliseconds(500);

    public static async Task<ExecResult> RunAsync(ExecPlugin plugin, TimeProvider time, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        using var process = new Process { StartInfo = Start(plugin) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            var hint = plugin.InstallHint.Length > 0 ? "\n" + plugin.InstallHint : "";
            return new ExecResult.Failed($"{plugin.Command}: cannot be started ({e.Message}); install it or correct exec.command of the kubeconfig{hint}");
        }

        using var output = new MemoryStream();
        using var errors = new MemoryStream();
        var reading = Task.WhenAll(
            process.StandardOutput.BaseStream.CopyToAsync(output, both.Token),
            process.StandardError.BaseStream.CopyToAsync(errors, both.Token));
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
            return new ExecResult.Failed($"{plugin.Command}: gave no credentials within {Deadline.TotalSeconds:0} s");
        }

        await DrainAsync(reading, both, time).ConfigureAwait(false);
        return process.ExitCode == 0
            ? Decode(plugin, output.ToArray())
            : new ExecResult.Failed($"{plugin.Command}: exit status {process.ExitCode}: {Tail(errors.ToArray())}");
    }

    private static async Task DrainAsync(Task reading, CancellationTokenSource stop, TimeProvider time)
    {
        await Task.WhenAny(reading, Task.Delay(PipeGrace, time, stop.Token)).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static ProcessStartInfo Start(ExecPlugin plugin)
    {
        var start = new ProcessStartInfo(plugin.Command, plugin.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in plugin.Environment)
        {
            start.Environment[name] = value;
        }

        var spec = new JsonObject { ["interactive"] = false };
        if (plugin.ClusterInfo is { } cluster)
        {
            spec["cluster"] = JsonNode.Parse(cluster);
        }

        start.Environment["KUBERNETES_EXEC_INFO"] =
            new JsonObject { ["kind"] = "ExecCredential", ["apiVersion"] = plugin.ApiVersion, ["spec"] = spec }.ToJsonString();
        return start;
    }

    private static ExecResult Decode(ExecPlugin plugin, byte[] output)
    {
        ExecCredential? credential;
        try
        {
            credential = JsonSerializer.Deserialize(output, KubeJson.Default.ExecCredential);
        }
        catch (JsonException e)
        {
            return new ExecResult.Failed($"{plugin.Command}: printed no ExecCredential ({e.Message})");
        }

        return credential switch
        {
            { Kind: not null and not "ExecCredential" } or null => new ExecResult.Failed($"{plugin.Command}: printed no ExecCredential"),
            { ApiVersion: var version } when version != plugin.ApiVersion =>
                new ExecResult.Failed($"{plugin.Command}: answered in {version}, the kubeconfig asks for {plugin.ApiVersion}"),
            { Status: not { } } => new ExecResult.Failed($"{plugin.Command}: printed an ExecCredential without status"),
            { Status: var status } when string.IsNullOrEmpty(status.ClientCertificateData) != string.IsNullOrEmpty(status.ClientKeyData) =>
                new ExecResult.Failed($"{plugin.Command}: printed only one of clientCertificateData and clientKeyData"),
            { Status: { Token: null or "", ClientCertificateData: null or "" } } =>
                new ExecResult.Failed($"{plugin.Command}: printed neither a token nor a client certificate"),
            { Status: var status } => new ExecResult.Printed(status),
        };
    }

    private static string Tail(byte[] errors)
    {
        var text = Encoding.UTF8.GetString(errors).Trim();
        return text.Length <= 500 ? text : text[^500..];
    }
}
