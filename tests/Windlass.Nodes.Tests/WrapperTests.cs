using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Identities;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Allowances;
using Windlass.Core.Planning.Steps;

namespace Windlass.Nodes.Tests;

/// <summary>Least privilege on a real sshd with a real sudo: what an account may do with the wrapper, and what nobody may do with it.</summary>
[Collection("local node")]
public sealed class WrapperTests : IAsyncLifetime
{
    private static readonly ObservationRequest Nothing = new([], [], [], "", []);

    private readonly LocalNode local;
    private readonly ThroughTheWrapper wrapped;
    private readonly string id = "w-" + Guid.NewGuid().ToString("N")[..12];
    private INode? node;

    public WrapperTests(LocalNode local)
    {
        (this.local, wrapped) = (local, new ThroughTheWrapper(local));
        wrapped.Install("step sync-schema", AllowanceLine.Schema(SchemaPhase.Expand, "", ["echo", "moved"]), $"socket {Socket}", "backend nova");
    }

    private string Socket => Path.Combine(local.Shared, "admin.sock");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => node?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Theory]
    [InlineData("sudoer")]
    [InlineData("forced")]
    [InlineData("root")]
    public async Task AllowedStep_Advance_RunsAndIsInTheAuditLogWithFenceHashExitAndOrigin(string account)
    {
        var outcome = Assert.IsType<StepOutcome.Finished>(await Connect(account).AdvanceAsync(Order("moved"), default));

        Assert.Equal((0, "moved\n"), (outcome.Entry.ExitCode, outcome.Tail));
        Assert.NotNull(outcome.Observation);
        var body = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(local.On($"/var/lib/windlass/steps/{id}/run"))));
        var lines = (await File.ReadAllLinesAsync(local.On("/var/lib/windlass/journal.log"))).Select(line => line.Split(' ')).Where(word => word[2] == id).ToArray();
        Assert.Equal([["start", id, "1", "sync-schema", "0", "-", body], ["end", id, "1", "sync-schema", "0", "0", body]], lines.Select(word => word[1..8]));
        Assert.All(lines, word => Assert.Matches($@"\A127\.0\.0\.1:\d+/{account}\z", word[8]));
    }

    [Theory]
    [InlineData("sudoer")]
    [InlineData("forced")]
    [InlineData("root")]
    public async Task CommandThatIsNotOnTheList_Advance_IsRefusedAndToldWhatToDo(string account)
    {
        var refused = Assert.IsType<StepOutcome.Refused>(await Connect(account).AdvanceAsync(Order("anything else"), default));

        Assert.Contains("not allowed by /etc/windlass/node-policy: schema once - echo anything\\040else ('windlass node-policy allow-list", refused.Reason, StringComparison.Ordinal);
        Assert.False(Directory.Exists(local.On($"/var/lib/windlass/steps/{id}")));
        Assert.Contains((await File.ReadAllLinesAsync(local.On("/var/lib/windlass/refusals.log"))).Select(line => line.Split(' ')),
            word => word[1] == "refuse" && word[2] == id && word[8].EndsWith("/" + account, StringComparison.Ordinal));
    }

    [Fact]
    public async Task LowerFence_Advance_IsInTheRecordOfRefusals()
    {
        var highest = File.Exists(local.On("/var/lib/windlass/fence")) ? long.Parse(await File.ReadAllTextAsync(local.On("/var/lib/windlass/fence")), CultureInfo.InvariantCulture) : 0;
        Assert.IsType<StepOutcome.Finished>(await Connect("forced").AdvanceAsync(Order("moved") with { Fence = new Fence(highest + 1) }, default));

        Assert.IsType<StepOutcome.Refused>(await Connect("forced").AdvanceAsync(Order("moved") with { Fence = new Fence(highest) }, default));

        Assert.Contains(await File.ReadAllLinesAsync(local.On("/var/lib/windlass/refusals.log")), line =>
            line.Contains($" refuse {id} 1 sync-schema {highest} - ", StringComparison.Ordinal) && line.Contains("a newer leader", StringComparison.Ordinal));
        File.Delete(local.On("/var/lib/windlass/fence"));
    }

    [Theory]
    [InlineData("forced", "id")]
    [InlineData("forced", "/bin/sh -s")]
    [InlineData("forced", "/usr/lib/windlass/windlass-node; id")]
    [InlineData("forced", "sudo -n -- /usr/lib/windlass/windlass-node x")]
    [InlineData("root", "id")]
    [InlineData("root", "scp -t /tmp")]
    public async Task ForcedCommand_AnotherCommand_IsRefusedAndRecorded(string account, string command)
    {
        var result = await wrapped.SshAsync(account, [], command);

        Assert.Equal((77, ""), (result.ExitCode, result.Output));
        Assert.Contains("windlass-node: refused: this account takes orders for /usr/lib/windlass/windlass-node only", result.Error, StringComparison.Ordinal);
        Assert.Contains(await File.ReadAllLinesAsync(local.On("/var/lib/windlass/refusals.log")), line => line.Contains("takes orders for", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("forced")]
    [InlineData("root")]
    public async Task ForcedCommand_ShellTerminalCopyAndForwards_AreRefused(string account)
    {
        var shell = await wrapped.SshAsync(account, []);
        Assert.Equal((77, ""), (shell.ExitCode, shell.Output));
        Assert.Equal(255, (await wrapped.SshAsync(account, ["-tt"])).ExitCode);
        Assert.NotEqual(0, (await wrapped.CopyAsync("sftp", account, "-b", "/dev/null", $"{account}@127.0.0.1:/etc")).ExitCode);
        Assert.NotEqual(0, (await wrapped.CopyAsync("scp", account, "/etc/hostname", $"{account}@127.0.0.1:/tmp/{id}")).ExitCode);
        Assert.False(File.Exists(local.On($"/tmp/{id}")));
        var forward = await wrapped.SshAsync(account, ["-W", $"127.0.0.1:{local.Port}"]);
        Assert.DoesNotContain("SSH-2.0", forward.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, (await wrapped.SshAsync(account, ["-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1"])).ExitCode);
    }

    [Theory]
    [InlineData("/bin/sh -c id")]
    [InlineData("/usr/lib/windlass/windlass-node observe")]
    [InlineData("/usr/lib/windlass/../../../bin/sh")]
    [InlineData("-u forced /usr/lib/windlass/windlass-node")]
    public async Task SudoRule_AnythingButTheWrapper_IsDenied(string command)
    {
        var result = await wrapped.SshAsync("sudoer", [], "sudo -n " + command);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("sudo: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ShellAccessToAForcedCommand_Observe_SaysWhichFieldToSet()
    {
        await using var shell = local.Ssh.Connect(wrapped.Address("forced") with { Access = NodeAccess.Shell });

        var failure = Assert.IsType<ObserveOutcome.Failed>(await shell.ObserveAsync(Nothing, default)).Failure;

        Assert.Equal(NodeFailureKind.OrderRefused, failure.Kind);
        Assert.Contains("set spec.ssh.access to Wrapper", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sudoer")]
    [InlineData("root")]
    public async Task NoWrapper_Observe_SaysWhatToInstall(string account)
    {
        File.Delete(wrapped.Wrapper);

        var failure = Assert.IsType<ObserveOutcome.Failed>(await Connect(account).ObserveAsync(Nothing, default)).Failure;

        Assert.True(failure.Kind == NodeFailureKind.WrapperMissing, failure.Message);
    }

    [Fact]
    public async Task WrapperOfAnotherRelease_Observe_SaysSoUntilOursLiesBesideIt()
    {
        var beside = local.On(NodeWrapper.Path + ".d");
        await File.WriteAllTextAsync(wrapped.Wrapper, NodeWrapper.Text.Replace("release=" + NodeWrapper.Release, "release=" + new string('0', 64), StringComparison.Ordinal));

        var failure = Assert.IsType<ObserveOutcome.Failed>(await Connect("forced").ObserveAsync(Nothing, default)).Failure;
        Directory.CreateDirectory(beside);
        await File.WriteAllTextAsync(Path.Combine(beside, NodeWrapper.Release), NodeWrapper.Text);

        Assert.Equal(NodeFailureKind.WrapperOfOtherRelease, failure.Kind);
        Assert.IsType<ObserveOutcome.Observed>(await Connect("forced").ObserveAsync(Nothing, default));
        Directory.Delete(beside, recursive: true);
    }

    [Theory]
    [InlineData("sudoer")]
    [InlineData("forced")]
    public async Task RuntimeSocket_Forward_PassesOurLinesAndNoOthers(string account)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        File.Delete(Socket);
        listener.Bind(new UnixDomainSocketEndPoint(Socket));
        listener.Listen();
        var local = Assert.IsType<ForwardOutcome.Forwarded>(await Connect(account).ForwardAsync(Socket, default)).LocalPath;
        var other = Assert.IsType<ForwardOutcome.Forwarded>(await Connect(account).ForwardAsync(Socket + "2", default)).LocalPath;

        var asked = AskAsync(local, "set server nova/ctl1 state drain;show info");
        using (var server = await listener.AcceptAsync())
        {
            Assert.Equal("set server nova/ctl1 state drain;show info\n", await ReadAsync(server));
            await server.SendAsync("Name: HAProxy\n\n"u8.ToArray());
        }

        Assert.Equal("Name: HAProxy\n\n", await asked);
        Assert.Contains("refuses: not a command to HAProxy", await AskAsync(local, "set server glance/ctl1 state drain"), StringComparison.Ordinal);
        Assert.Contains("refuses: not a command to HAProxy", await AskAsync(local, "show info;shutdown frontend nova"), StringComparison.Ordinal);
        Assert.Contains("refuses: not allowed by", await AskAsync(other, "show info"), StringComparison.Ordinal);
        Assert.Contains(await File.ReadAllLinesAsync(this.local.On("/var/lib/windlass/journal.log")), line =>
            line.Contains(" haproxy-end - - haproxy - 0 ", StringComparison.Ordinal) && line.EndsWith("/" + account + " set server nova/ctl1 state drain", StringComparison.Ordinal));
        File.Delete(Socket);
    }

    private static async Task<string> AskAsync(string path, string line)
    {
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(path));
        await client.SendAsync(Encoding.ASCII.GetBytes(line + "\n"));
        client.Shutdown(SocketShutdown.Send);
        return await ReadAsync(client);
    }

    private static async Task<string> ReadAsync(Socket socket)
    {
        var (buffer, count) = (new byte[4096], 0);
        while (await socket.ReceiveAsync(buffer.AsMemory(count)) is > 0 and var more)
        {
            count += more;
        }

        return Encoding.ASCII.GetString(buffer, 0, count);
    }

    private INode Connect(string account) => node ??= local.Patient.Connect(wrapped.Address(account));

    private StepOrder Order(string word) => new(
        new StepId(id), new NodeStep.SyncSchema("c", SchemaPhase.Expand, ["echo", word], "", "1"), new Fence(0), 1, TimeSpan.FromSeconds(60), 0, Nothing);
}
