using Windlass.Core.Api.Gates;
using Windlass.Core.Planning.Gates;

namespace Windlass.Nodes.Tests.Gates;

/// <summary>A node with real servers on it, whose gates are read as the operator reads them: its question, its script, a real sshd, its judgement.</summary>
public abstract class GateNode : IAsyncLifetime
{
    private readonly LocalNode local;
    private readonly string script;
    private readonly string needed;
    private INode? node;

    /// <summary>Nothing runs before <see cref="InitializeAsync"/>.</summary>
    /// <param name="host">Host name of the node.</param>
    /// <param name="script">What starts and stops the servers, in rig/.</param>
    /// <param name="needed">A program without which there are none.</param>
    protected GateNode(string host, string script, string needed) => (local, this.script, this.needed) = (new LocalNode(host), script, needed);

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(needed))
        {
            return;
        }

        await local.InitializeAsync();
        if (local.Reason is null)
        {
            await StartAsync();
        }
    }

    /// <summary>Ends the node, and with it every process on it.</summary>
    public async ValueTask DisposeAsync()
    {
        await (node?.DisposeAsync() ?? ValueTask.CompletedTask);
        if (File.Exists(needed))
        {
            await local.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Skips the test where there can be no such servers.</summary>
    internal void Require() => Assert.SkipUnless(File.Exists(needed), $"needs {needed}: tests/lab/setup installs it");

    /// <summary>Runs the rig's script; fails where it does.</summary>
    internal async Task<string> RigAsync(string arguments)
    {
        var (exit, output) = await local.RunAsync($"sh {AppContext.BaseDirectory}/rig/{script} {arguments}");
        Assert.True(exit == 0, $"{script} {arguments}: {output}");
        return output;
    }

    /// <summary>Runs a command on the node; fails where it does.</summary>
    internal async Task RunAsync(string command)
    {
        var (exit, output) = await local.RunAsync(command);
        Assert.True(exit == 0, $"{command}: {output}");
    }

    /// <summary>One reading.</summary>
    internal async Task<GateVerdict> ReadAsync(HealthGate gate)
    {
        node ??= local.Ssh.Connect(local.Address("server"));
        var answer = Assert.IsType<InquiryOutcome.Answered>(await node.AskAsync(GateQuestion.Of(gate)!, default));
        return GateVerdict.Of(gate, answer.ExitCode, answer.Output);
    }

    /// <summary>Starts what every test needs.</summary>
    protected abstract Task StartAsync();
}
