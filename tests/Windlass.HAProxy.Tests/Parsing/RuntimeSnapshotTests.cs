using CsCheck;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.HAProxy.Parsing;

namespace Windlass.HAProxy.Tests.Parsing;

public sealed class RuntimeSnapshotTests
{
    [Fact]
    public void WholeAnswer_Parse_JoinsByName()
    {
        var text = "\n\n" + Answers.Info
            + Answers.Stat("f,FRONTEND,,3,OPEN,,,0,,,", "b,s2,1,2,no check,0,,2,,,", "b,s1,0,7,UP,1,,2,L4OK,\"a, \"\"b\"\"\n# be_id\",", "b,BACKEND,0,9,UP,1,,1,,,")
            + Answers.State("3 b 1 s1 10.0.0.1 2 0 - 80", "3 b 2 s2 ::1 2 8 - 81");

        var snapshot = Parse(text);

        Assert.Equal("", snapshot.Complaint);
        Assert.Equal(8200, snapshot.Snapshot.ProcessId);
        Assert.Equal("2.6.12-1+deb12u4", snapshot.Snapshot.Version);
        Assert.Equal(
            [
                new ServerState("b", "s2", "::1", 81, AdminState.Drain, HealthState.NoCheck, false, 2, 1, "no check"),
                new ServerState("b", "s1", "10.0.0.1", 80, AdminState.Ready, HealthState.Up, true, 7, 0, "UP"),
            ],
            snapshot.Snapshot.Servers);
    }

    [Theory]
    [InlineData("UP", "L7OK", HealthState.Up)]
    [InlineData("UP", "* L7OK", HealthState.Up)]
    [InlineData("UP", "INI", HealthState.Changing)]
    [InlineData("UP 1/3", "INI", HealthState.Changing)]
    [InlineData("DOWN", "L4CON", HealthState.Down)]
    [InlineData("DOWN (agent)", "L4OK", HealthState.Down)]
    [InlineData("DOWN 1/2", "L4OK", HealthState.Changing)]
    [InlineData("DRAIN", "L4OK", HealthState.Up)]
    [InlineData("DRAIN", "", HealthState.NoCheck)]
    [InlineData("DRAIN (agent)", "L4OK", HealthState.Up)]
    [InlineData("DRAIN 1/3", "L4OK", HealthState.Changing)]
    [InlineData("NOLB", "L7OKC", HealthState.Unknown)]
    [InlineData("NOLB 1/3", "L7OKC", HealthState.Changing)]
    [InlineData("MAINT", "", HealthState.Unknown)]
    [InlineData("MAINT (via b/s)", "", HealthState.Unknown)]
    [InlineData("MAINT (resolution)", "", HealthState.Unknown)]
    [InlineData("no check", "", HealthState.NoCheck)]
    [InlineData("SOMETHING NEW", "L4OK", HealthState.Unknown)]
    public void StatusWord_Parse_TellsHealth(string status, string checkStatus, HealthState health) =>
        Assert.Equal(health, Assert.Single(Parse(Answers.One(status, checkStatus)).Snapshot.Servers).Health);

    [Fact]
    public void TrackedServer_Parse_IsNotTakenForUnchecked() =>
        Assert.Equal(HealthState.Up, Assert.Single(Parse(Answers.One("UP", "", tracked: "a/x")).Snapshot.Servers).Health);

    [Theory]
    [InlineData(0x00, AdminState.Ready)]
    [InlineData(0x08, AdminState.Drain)]
    [InlineData(0x10, AdminState.Drain)]
    [InlineData(0x18, AdminState.Drain)]
    [InlineData(0x01, AdminState.Maintenance)]
    [InlineData(0x02, AdminState.Maintenance)]
    [InlineData(0x04, AdminState.Maintenance)]
    [InlineData(0x05, AdminState.Maintenance)]
    [InlineData(0x09, AdminState.Maintenance)]
    [InlineData(0x20, AdminState.Maintenance)]
    [InlineData(0x40, AdminState.Maintenance)]
    [InlineData(0x80, AdminState.Maintenance)]
    public void AdminBits_Parse_SumUp(int bits, AdminState state) =>
        Assert.Equal(state, Assert.Single(Parse(Answers.One("UP", adminBits: bits)).Snapshot.Servers).Admin);

    [Fact]
    public void CommandComplained_Parse_KeepsItsWords() =>
        Assert.Equal("No such server.", Parse(Answers.One("UP", before: "\nNo such server.\n\n")).Complaint);

    [Theory]
    [InlineData("", "empty answer")]
    [InlineData("Permission denied\n\n", "Permission denied")]
    [InlineData(Answers.Info, "show stat")]
    public void IncompleteAnswer_Parse_SaysWhatIsMissing(string text, string words)
    {
        Assert.False(RuntimeSnapshot.TryParse(new NodeName("lb"), text, out _, out var problem));
        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void AnswerOfAStoppingWorker_Parse_IsRefused()
    {
        var text = Answers.One("UP").Replace("Stopping: 0", "Stopping: 1", StringComparison.Ordinal);

        Assert.False(RuntimeSnapshot.TryParse(new NodeName("lb"), text, out _, out var problem));
        Assert.Contains("8200", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void ServerInOneTableOnly_Parse_IsRefused()
    {
        var without = Answers.Info + Answers.Stat("b,s1,0,0,UP,0,,2,L4OK,,") + Answers.State();
        var beyond = Answers.Info + Answers.Stat() + Answers.State("3 b 1 s1 10.0.0.1 2 0 - 80");

        Assert.False(RuntimeSnapshot.TryParse(new NodeName("lb"), without, out _, out _));
        Assert.False(RuntimeSnapshot.TryParse(new NodeName("lb"), beyond, out _, out _));
    }

    /// <summary>A cut answer must never pass for a smaller cluster.</summary>
    [Fact]
    public void AnyCut_Parse_IsRefusedOrWhole()
    {
        var text = Answers.One("UP");
        for (var length = 0; length < text.Length; length++)
        {
            if (RuntimeSnapshot.TryParse(new NodeName("lb"), text[..length], out var snapshot, out _))
            {
                Assert.Equal(80, Assert.Single(snapshot.Snapshot.Servers).Port);
            }
        }
    }

    [Fact]
    public void AnyText_Parse_DoesNotThrow()
    {
        string[] words =
        [
            Answers.Info, Answers.StatHeader, Answers.StateHeader, "\n", "\"", ",", "#", "Name: ", "Pid: ", "Pid: 99999999999999\n", "b,s1,0,0,UP,0,,2,L4OK,,\n",
            "b,s1,x,0,UP,0,,2,L4OK,,\n", "3 b 1 s1 10.0.0.1 2 0 - 80\n", "3 b 1 s1\n", "#<PID> x\n# old workers\n12\n", "1\n", "\0", "\r\n",
        ];
        var pieces = Gen.OneOf(Gen.String, Gen.Int[0, words.Length - 1].Select(index => words[index]));
        pieces.Array[0, 12].Select(string.Concat).Sample(
            text =>
            {
                RuntimeSnapshot.TryParse(new NodeName("lb"), text, out _, out _);
                OldWorkers.TryParse(text, out _);
                OldWorkers.TryAdd([], text, out _);
                CsvTable.TryParse(text, out _, out _);
            },
            iter: 20_000);
    }

    private static RuntimeSnapshot Parse(string text)
    {
        Assert.True(RuntimeSnapshot.TryParse(new NodeName("lb"), text, out var snapshot, out var problem), problem);
        return snapshot;
    }
}
