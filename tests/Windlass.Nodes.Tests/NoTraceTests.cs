using System.Diagnostics;
using Windlass.Core.Observation;

namespace Windlass.Nodes.Tests;

/// <summary>Looking changes nothing: not a file, and no process stays.</summary>
[Collection("local node")]
public sealed class NoTraceTests(LocalNode local)
{
    private static readonly ObservationRequest Everything =
        new(["bash", "openssh", "apt"], ["nano"], ["ssh.service", "puppet.service"], "windlass.sources", ["http://127.0.0.1:9/", "https://127.0.0.1:9/"]) { LeavesNoTrace = true };

    [Fact]
    public async Task Reachable_ObserveAndClose_LeavesFilesAndProcessesAsTheyWere()
    {
        var address = local.Address("untouched");
        var (files, processes) = (await FilesAsync(), Processes());
        Assert.NotEqual("", files);

        await using (var node = local.Ssh.Connect(address))
        {
            Assert.IsType<ObserveOutcome.Observed>(await node.ObserveAsync(Everything, TestContext.Current.CancellationToken));
            Assert.True(Processes() > processes, "the connection is not seen");
        }

        Assert.Equal(files, await FilesAsync());
        await LocalNode.Eventually(() => Task.FromResult(Processes() == processes));
    }

    /// <summary>Everything that the node has written since it began (its layers over our own system), with size and times; but for what the fakes note about themselves.</summary>
    private async Task<string> FilesAsync()
    {
        using var find = Process.Start(new ProcessStartInfo(
            "find", [
                local.On("/run"), .. Directory.GetDirectories(local.On(Path.Combine(local.Shared, "over"))),
                "-path", local.On("/run/fake"), "-prune", "-o", "-printf", "%P %y %s %m %T@ %C@\\n",
            ]) { RedirectStandardOutput = true })!;
        var lines = await find.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        return string.Join('\n', lines.Split('\n').Order(StringComparer.Ordinal));
    }

    /// <summary>Processes in the node's own namespace.</summary>
    private int Processes() => Directory.GetDirectories(local.On("/proc")).Count(folder => int.TryParse(Path.GetFileName(folder), out _));
}
