using System.Collections.Immutable;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Windlass.Core.Observation;

namespace Windlass.Nodes.Tests;

[Collection("local node")]
public sealed class TransportTests(LocalNode local)
{
    private static readonly ObservationRequest Nothing = new([], [], [], "", []);

    [Fact]
    public async Task Reachable_Observe_TellsTheMachineInOneExchangeOverOneConnection()
    {
        await using var node = local.Ssh.Connect(local.Address("plain"));

        await Observed(node);
        var observation = await Observed(node);

        Assert.Equal(File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim(), observation.Machine.BootId);
        Assert.True(observation.Machine.FreeBytes > 0);
        var traffic = local.Ssh.Traffic().Single(t => t.Name.Value == "plain");
        Assert.Equal((1, 2), (traffic.Connections, traffic.Exchanges));
    }

    /// <summary>Two parts of the runtime directory once had the same name, one time in 256.</summary>
    [Fact]
    public void ManyInOneProcess_Opened_HaveEachAPartOfTheirOwn()
    {
        var all = Enumerable.Range(0, 60).Select(_ => local.Open(null)).ToArray();
        Array.ForEach(all, each => each.Dispose());
    }

    [Fact]
    public async Task OtherHostKey_Observe_IsRefusedEvenIfTheSiteTrustsAnything()
    {
        var site = Path.Combine(local.Shared, "site-trusting");
        await File.WriteAllTextAsync(site, "Host *\nStrictHostKeyChecking no\nUserKnownHostsFile /dev/null\nBatchMode no\n");
        using var ssh = local.Open(site);
        await using var node = ssh.Connect(local.Address("stranger") with { HostKeys = [local.NewKey("stranger-host")] });

        Assert.Equal(NodeFailureKind.HostKeyMismatch, await Failure(node));
    }

    [Fact]
    public async Task NoHostKey_Observe_IsRefusedWithoutConnecting()
    {
        await using var node = local.Ssh.Connect(local.Address("unpinned") with { HostKeys = [] });

        Assert.Equal(NodeFailureKind.NoHostKey, await Failure(node));
        Assert.Equal(0, local.Ssh.Traffic().Single(t => t.Name.Value == "unpinned").Connections);
    }

    [Fact]
    public async Task TrustOnFirstUse_Observe_AcceptsTheFirstKeyAndOnlyThat()
    {
        var address = local.Address("trusting") with { HostKeys = [], TrustOnFirstUse = true };
        await using (var node = local.Ssh.Connect(address))
        {
            await Observed(node);
        }

        var seen = Directory.GetFiles(Path.Combine(local.Shared, "rt", "first-seen")).Single(f => File.ReadAllText(f).StartsWith("trusting ", StringComparison.Ordinal));
        await File.WriteAllTextAsync(seen, "trusting " + local.NewKey("another-host"));
        await using var again = local.Ssh.Connect(address);

        Assert.Equal(NodeFailureKind.HostKeyMismatch, await Failure(again));
    }

    /// <summary>Two clusters may both have a "controller-1".</summary>
    [Fact]
    public async Task NamesakeOfAnotherCluster_FirstUse_HasAKeyOfItsOwn()
    {
        var north = local.Address("namesake") with { HostKeys = [], TrustOnFirstUse = true, Cluster = "north" };
        await using (var node = local.Ssh.Connect(north))
        {
            await Observed(node);
        }

        var seen = Directory.GetFiles(Path.Combine(local.Shared, "rt", "first-seen")).Single(f => File.ReadAllText(f).StartsWith("namesake ", StringComparison.Ordinal));
        await File.WriteAllTextAsync(seen, "namesake " + local.NewKey("northern"));
        await using var again = local.Ssh.Connect(north with { Cluster = "south" });

        await Observed(again);
    }

    [Fact]
    public async Task NobodyListens_Observe_SaysRefused()
    {
        await using var node = local.Ssh.Connect(local.Address("closed") with { Port = LocalNode.FreePort() });

        Assert.Equal(NodeFailureKind.ConnectionRefused, await Failure(node));
    }

    [Fact]
    public async Task UnknownKey_Observe_SaysAuthenticationFailed()
    {
        local.NewKey("intruder");
        var key = new PrivateKey(await File.ReadAllTextAsync(Path.Combine(local.Shared, "intruder")));
        await using var node = local.Ssh.Connect(local.Address("locked") with { PrivateKey = key });

        Assert.Equal(NodeFailureKind.AuthenticationFailed, await Failure(node));
    }

    /// <summary>A namespace is a cluster with a key of its own: nobody gets in by a namesake's open connection, and both are in at once with their own.</summary>
    [Fact]
    public async Task NamesakesOfTwoClustersWithTwoKeys_Observe_EachGetsInByItsOwnKeyOnly()
    {
        var north = local.Address("twin") with { Cluster = "north" };
        var publicKey = local.NewKey("southern");
        var south = local.Address("twin", "operator") with { Cluster = "south", PrivateKey = new PrivateKey(await File.ReadAllTextAsync(Path.Combine(local.Shared, "southern"))) };
        await using var northern = local.Ssh.Connect(north);
        await Observed(northern);
        await using (var intruder = local.Ssh.Connect(south))
        {
            Assert.Equal(NodeFailureKind.AuthenticationFailed, await Failure(intruder));
        }

        await SudoMode("shift 2; exec \"$@\"");
        await local.RunAsync($"mkdir -p /run/fake/keys; echo '{publicKey}' > /run/fake/keys/operator");
        await using var southern = local.Ssh.Connect(south);
        await Task.WhenAll(Observed(northern), Observed(southern));
        await using var crossed = local.Ssh.Connect(south with { User = "root" });

        Assert.Equal(NodeFailureKind.AuthenticationFailed, await Failure(crossed));
        await Task.WhenAll(Observed(northern), Observed(southern));
    }

    [Theory]
    [InlineData("10.0.0.1\nProxyCommand touch /tmp/pwned")]
    [InlineData("-oProxyCommand=touch")]
    [InlineData("a b")]
    [InlineData("")]
    public async Task HostThatIsNoHost_Observe_IsRefusedWithoutStartingAnything(string host)
    {
        await using var node = local.Ssh.Connect(local.Address("evil") with { Host = host });

        Assert.Equal(NodeFailureKind.Unreachable, await Failure(node));
        Assert.Equal(0, local.Ssh.Traffic().Single(t => t.Name.Value == "evil").Connections);
    }

    [Fact]
    public async Task SudoAsksForPassword_Observe_SaysSudoDenied()
    {
        await SudoMode("echo 'sudo: a password is required' >&2; exit 1");
        await using var node = local.Ssh.Connect(local.Address("sudoless", "operator"));

        Assert.Equal(NodeFailureKind.SudoDenied, await Failure(node));
    }

    [Fact]
    public async Task SudoAllowed_Observe_RunsTheShellUnderSudoAndDropsNoise()
    {
        await SudoMode("echo 'Welcome to this machine'; shift 2; exec \"$@\"");
        await using var node = local.Ssh.Connect(local.Address("sudoer", "operator"));

        await Observed(node);

        Assert.Equal("-n -- /bin/sh -s", (await File.ReadAllTextAsync(local.On("/run/fake/sudo.log"))).Trim());
    }

    [Theory]
    [InlineData("echo This account is not available; exit 1")]
    [InlineData("exit 0")]
    [InlineData("shift 2; \"$@\" | head -c 400")]
    public async Task AnswerWithoutItsEnd_Observe_SaysGarbled(string behaviour)
    {
        await SudoMode(behaviour);
        await using var node = local.Ssh.Connect(local.Address("mumbler", "operator"));

        Assert.Equal(NodeFailureKind.Garbled, await Failure(node));
    }

    [Fact]
    public async Task MasterKilledInMidExchange_Observe_SaysLostAndTheNextCallConnectsAnew()
    {
        await SudoMode("touch /run/fake/waiting; sleep 60");
        File.Delete(local.On("/run/fake/waiting"));
        await using var node = local.Ssh.Connect(local.Address("victim", "operator"));
        var pending = Failure(node);
        await LocalNode.Eventually(() => Task.FromResult(File.Exists(local.On("/run/fake/waiting"))));

        Process.GetProcessById(MasterPid()).Kill();

        Assert.Equal(NodeFailureKind.ConnectionLost, await pending);
        await SudoMode("shift 2; exec \"$@\"");
        await Observed(node);
        Assert.Equal(2, local.Ssh.Traffic().Single(t => t.Name.Value == "victim").Connections);
    }

    [Fact]
    public async Task NodeNeverAnswers_Observe_SaysTimedOut()
    {
        await SudoMode("sleep 60");
        using var ssh = new OpenSsh(
            new OpenSshOptions { RuntimeDirectory = Path.Combine(local.Shared, "rt"), ExchangeTimeout = TimeSpan.FromSeconds(1) },
            TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<OpenSsh>.Instance);
        await using var node = ssh.Connect(local.Address("mute", "operator"));

        Assert.Equal(NodeFailureKind.TimedOut, await Failure(node));
    }

    [Fact]
    public async Task SiteHasProxyCommand_Observe_GoesThroughIt()
    {
        var trace = Path.Combine(local.Shared, "proxy-used");
        var site = Path.Combine(local.Shared, "site-proxy");
        await File.WriteAllTextAsync(site, $"Host 127.0.0.*\nProxyCommand sh -c 'echo %h >>{trace}; exec socat - TCP:%h:%p'\n");
        using var ssh = local.Open(site);
        await using var node = ssh.Connect(local.Address("behind"));

        await Observed(node);
        await Observed(node);

        Assert.Equal("127.0.0.1\n", await File.ReadAllTextAsync(trace));
    }

    [Fact]
    public async Task SocketOnTheNode_Forward_IsReachableHere()
    {
        var remote = Path.Combine(local.Shared, "admin.sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(remote));
        listener.Listen();
        await using var node = local.Ssh.Connect(local.Address("forwarder"));

        var first = Assert.IsType<ForwardOutcome.Forwarded>(await node.ForwardAsync(remote, default));
        var second = Assert.IsType<ForwardOutcome.Forwarded>(await node.ForwardAsync(remote, default));

        Assert.Equal(first.LocalPath, second.LocalPath);
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(first.LocalPath));
        using var server = await listener.AcceptAsync();
        await server.SendAsync(Encoding.ASCII.GetBytes("hello"));
        var buffer = new byte[5];
        await client.ReceiveAsync(buffer);
        Assert.Equal("hello", Encoding.ASCII.GetString(buffer));
    }

    [Fact]
    public async Task ManyAtOnce_Observe_ShareOneConnection()
    {
        await using var node = local.Ssh.Connect(local.Address("busy"));

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Observed(node)));

        Assert.Equal(1, local.Ssh.Traffic().Single(t => t.Name.Value == "busy").Connections);
    }

    private static async Task<NodeObservation> Observed(INode node) =>
        Assert.IsType<ObserveOutcome.Observed>(await node.ObserveAsync(Nothing, default)).Observation;

    private static async Task<NodeFailureKind> Failure(INode node) =>
        Assert.IsType<ObserveOutcome.Failed>(await node.ObserveAsync(Nothing, default)).Failure.Kind;

    private Task SudoMode(string script)
    {
        Assert.SkipWhen(local.Reason is not null, local.Reason ?? "");
        return File.WriteAllTextAsync(local.On("/run/fake/sudo-mode"), script + "\n");
    }

    /// <summary>The one ssh process that was started with a socket below our folder and a victim's alias.</summary>
    private int MasterPid()
    {
        ImmutableArray<string> sockets = [.. Directory.GetFiles(Path.Combine(local.Shared, "rt"), "s", SearchOption.AllDirectories)];
        foreach (var socket in sockets.Where(s => File.ReadAllText(Path.Combine(Path.GetDirectoryName(s)!, "master.conf")).Contains("HostKeyAlias victim\n", StringComparison.Ordinal)))
        {
            using var check = Process.Start(new ProcessStartInfo("ssh", ["-F", "none", "-S", socket, "-O", "check", "x"]) { RedirectStandardError = true })!;
            var words = check.StandardError.ReadToEnd().Split('=', ')');
            return int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture);
        }

        throw new InvalidOperationException("no master");
    }
}
