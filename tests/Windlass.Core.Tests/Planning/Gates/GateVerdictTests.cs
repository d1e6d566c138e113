using CsCheck;
using Windlass.Core.Api.Gates;
using Windlass.Core.Planning.Gates;

namespace Windlass.Core.Tests.Planning.Gates;

public sealed class GateVerdictTests
{
    /// <summary>As rabbitmqctl 3.8 to 4.x print it: an element a line, after what the Erlang machine has to say.</summary>
    private const string Queues = """
        warning: the VM is running with native name encoding of latin1
        [
        {"name":"compute.cmp1","messages":12000}
        ,{"name":"notifications.info","messages":500000}
        ,{"name":"conductor","messages":431}
        ]
        """;

    private static readonly string[] Pieces = ["[", "]", "{\"name\":\"q\",\"messages\":7}", "{\"name\":\"\\ud800\"}", ",", "\n", "null", "-1", "1e400", "wsrep_ready\tON"];

    private static readonly Gen<string> Answers = Gen.OneOf(
        Gen.String,
        Gen.Int[0, Queues.Length].Select(length => Queues[..length]),
        Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]).Array[0, 12].Select(string.Concat));

    private static readonly HealthGate Backlog = Gate with { RabbitmqBacklog = new RabbitmqBacklogGate { IgnoreQueues = ["notifications.*"] } };

    private static HealthGate Gate => new() { Name = "g", OnRoles = ["messaging"] };

    /// <summary>The shell upgrader's sum came from a variable that nothing sets (W6).</summary>
    [Fact]
    public void MessagesPileUp_Of_ShutsAndNamesNumberNodeAndLimit()
    {
        var verdict = GateVerdict.Of(Backlog, 0, Queues);

        Assert.False(verdict.IsOpen);
        Assert.Equal("12,431 messages on ctl1, limit 10,000", verdict.On("ctl1"));
    }

    [Fact]
    public void OnlyIgnoredQueuesPileUp_Of_Opens() =>
        Assert.True(GateVerdict.Of(Backlog with { RabbitmqBacklog = new RabbitmqBacklogGate { IgnoreQueues = ["notif*", "*.cmp*"] } }, 0, Queues).IsOpen);

    /// <summary>RabbitMQ 3.10 answers so, and with exit code 0, for a virtual host that does not exist: a misspelt one must not leave the gate open for good.</summary>
    [Theory]
    [InlineData("[]")]
    [InlineData("[\n]\n")]
    public void NoQueues_Of_IsShutAndNamesTheVirtualHost(string output)
    {
        var verdict = GateVerdict.Of(Backlog with { RabbitmqBacklog = new RabbitmqBacklogGate { Vhost = "opnstack" } }, 0, output);

        Assert.False(verdict.IsOpen);
        Assert.Contains("virtual host opnstack has no queue, or there is none of that name", verdict.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoQueuesOfOneName_Of_CountsBoth() =>
        Assert.StartsWith("12,000 ", GateVerdict.Of(Backlog, 0, "[{\"name\":\"q\",\"messages\":6000},{\"name\":\"q\",\"messages\":6000}]").Found, StringComparison.Ordinal);

    [Theory]
    [InlineData(69, "Error: unable to perform an operation on node 'rabbit@ctl1'", "cannot be read: unable to perform")]
    [InlineData(75, "Error:\noperation list_queues on node rabbit@ctl1 timed out. Timeout value used: 15000", "cannot be read: operation list_queues on node rabbit@ctl1 timed out")]
    [InlineData(127, "timeout: failed to run command 'rabbitmqctl': No such file or directory", "exit code 127: timeout: failed to run command")]
    [InlineData(124, "", "no answer in time")]
    [InlineData(0, "Listing queues ...\nq\t7", "is not understood")]
    [InlineData(0, "[{\"name\":\"q\",\"messages\":\"\"}]", "queue q does not tell")]
    [InlineData(0, "[{\"name\":\"q\",\"messages\":-7}]", "queue q does not tell")]
    [InlineData(0, "[{\"name\":\"q\",\"messages\":7}", "is not understood")]
    public void CannotBeRead_Of_IsShutAndSaysWhy(int exit, string output, string why)
    {
        var verdict = GateVerdict.Of(Backlog, exit, output);

        Assert.False(verdict.IsOpen);
        Assert.Contains(why, verdict.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ON", "Primary", "Synced", 3, null)]
    [InlineData("ON", "Primary", "Donor/Desynced", 3, "wsrep_local_state_comment is Donor/Desynced, not Synced")]
    [InlineData("ON", "non-Primary", "Synced", 3, "wsrep_cluster_status is non-Primary, not Primary")]
    [InlineData("OFF", "Primary", "Synced", 3, "wsrep_ready is OFF, not ON")]
    [InlineData("ON", "Primary", "Synced", 2, "Galera has 2 members on db1, wanted 3")]
    public void GaleraStatus_Of_OpensOnlyWhenAllIsWell(string ready, string cluster, string state, int size, string? shut)
    {
        var verdict = GateVerdict.Of(Gate with { Galera = new GaleraGate() }, 0,
            $"wsrep_connected\tON\nwsrep_cluster_size\t{size}\nwsrep_cluster_status\t{cluster}\nwsrep_local_state_comment\t{state}\nwsrep_ready\t{ready}\n");

        Assert.Equal(shut is null, verdict.IsOpen);
        Assert.StartsWith(shut ?? "Galera has 3 members", verdict.On("db1"), StringComparison.Ordinal);
    }

    /// <summary>The words of Debian's rabbitmqctl 3.10: neither the advice nor the cookie's hash, which is its last line, helps anybody.</summary>
    [Fact]
    public void BrokerIsNotThere_Of_TellsTheErrorAndWhatWasFound()
    {
        var verdict = GateVerdict.Of(Backlog, 69, """
            Error: unable to perform an operation on node 'rabbit@ctl1'. Please see diagnostics information and suggestions below.

            Most common reasons for this are:

             * Target node is unreachable (e.g. due to hostname resolution, TCP connection or firewall issues)

            DIAGNOSTICS
            ===========

            attempted to contact: [rabbit@ctl1]

            rabbit@ctl1:
              * connected to epmd (port 4369) on ctl1
              * epmd reports: node 'rabbit' not running at all
                              no other nodes on ctl1
              * suggestion: start the node

            Current node details:
             * node name: 'rabbitmqcli-893-rabbit@ctl1'
             * Erlang cookie hash: tsKyzZbdVxeEBWGYNrH9JQ==
            """);

        Assert.Equal(
            "cannot be read: unable to perform an operation on node 'rabbit@ctl1'; connected to epmd (port 4369) on ctl1; epmd reports: node 'rabbit' not running at all on ctl1",
            verdict.On("ctl1"));
    }

    /// <summary>The words of Debian's MariaDB 10.11 without Galera.</summary>
    [Fact]
    public void DatabaseWithoutGalera_Of_SaysSo() => Assert.StartsWith(
        "the database runs without Galera",
        GateVerdict.Of(Gate with { Galera = new GaleraGate() }, 0, "wsrep_cluster_size\t0\nwsrep_cluster_status\tDisconnected\nwsrep_connected\tOFF\nwsrep_provider_name\t\nwsrep_ready\tOFF\n").Found,
        StringComparison.Ordinal);

    [Fact]
    public void GaleraSaysNothing_Of_IsShut() =>
        Assert.False(GateVerdict.Of(Gate with { Galera = new GaleraGate { MinSize = 1 } }, 0, "").IsOpen);

    [Theory]
    [InlineData("\n200", true)]
    [InlineData("\n503", false)]
    [InlineData("curl: (7) Failed to connect\n000", false)]
    [InlineData("", false)]
    public void HttpStatus_Of_OpensWhenExpected(string output, bool isOpen) =>
        Assert.Equal(isOpen, GateVerdict.Of(Gate with { HttpProbe = new HttpProbeGate { Url = "http://ctl1/health" } }, 0, output).IsOpen);

    [Theory]
    [InlineData(0, true, "ended well: all quiet")]
    [InlineData(1, false, "exit code 1: all quiet")]
    [InlineData(124, false, "did not end within 20 s")]
    public void Command_Of_OpensWithExitCodeZero(int exit, bool isOpen, string told)
    {
        var verdict = GateVerdict.Of(Gate with { Command = new CommandGate { Argv = ["check-bus"] } }, exit, "looking\nall quiet\n");

        Assert.Equal(isOpen, verdict.IsOpen);
        Assert.Contains(told, verdict.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void AnyAnswer_Of_NeverThrowsAndOpensOnlyForAWholeList() => Answers.Sample(
        answer =>
        {
            var isOpen = GateVerdict.Of(Backlog with { RabbitmqBacklog = new RabbitmqBacklogGate { MaxMessages = 1000000 } }, 0, answer).IsOpen;
            Assert.True(!isOpen || answer.TrimEnd().EndsWith(']'), answer);
            GateVerdict.Of(Gate with { Galera = new GaleraGate() }, 0, answer);
            GateVerdict.Of(Gate with { Command = new CommandGate { Argv = ["x"] } }, 1, answer);
            GateVerdict.Of(Gate with { HttpProbe = new HttpProbeGate { Url = "http://x" } }, 0, answer);
        },
        iter: 5000);

    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "any", true)]
    [InlineData("a*b*c", "aXbYbZc", true)]
    [InlineData("a*b*c", "aXbYbZ", false)]
    [InlineData("a", "ab", false)]
    [InlineData("notifications.*", "notifications", false)]
    [InlineData("*_fanout_*", "compute_fanout_1f", true)]
    public void Pattern_IsMatch_TakesStarsForAnything(string pattern, string name, bool isMatch) => Assert.Equal(isMatch, NamePattern.IsMatch(pattern, name));
}
