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

    [Fact]
    public void NoQueues_Of_Opens() => Assert.True(GateVerdict.Of(Backlog, 0, "[]").IsOpen);

    [Fact]
    public void TwoQueuesOfOneName_Of_CountsBoth() =>
        Assert.StartsWith("12,000 ", GateVerdict.Of(Backlog, 0, "[{\"name\":\"q\",\"messages\":6000},{\"name\":\"q\",\"messages\":6000}]").Found, StringComparison.Ordinal);

    [Theory]
    [InlineData(69, "Error: unable to perform an operation on node 'rabbit@ctl1'", "exit code 69: Error: unable to perform")]
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
