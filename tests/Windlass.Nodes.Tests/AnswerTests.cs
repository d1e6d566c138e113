using CsCheck;
using Windlass.Core.Identities;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Steps;
using Windlass.Nodes.Answers;

namespace Windlass.Nodes.Tests;

/// <summary>Parsers of what nodes say: they understand the real thing, and no input makes them throw.</summary>
public sealed class AnswerTests
{
    private const string Nonce = "0123456789abcdef";

    private static readonly string[] OddNumbers = ["", "-1", "0", "99999999999999999999999999999", "1e300", "NaN", "9223372036854775807", ".", "1.5.5"];

    private static readonly ObservationRequest Request = new(["nova"], ["nova-new", "nova-api", "absent"], ["puppet.service"], "w.sources", ["http://127.0.0.1:1/", "bad url"]);

    /// <summary>The least of a look that is one.</summary>
    private const string Look = $"#{Nonce} look\n#{Nonce} section machine\nboot-id\tboot\nclock\t1763818092.5\t1000.25\n";

    private static readonly string Transcript = $"""
        Welcome to Debian!
        #{Nonce} begin
        #{Nonce} section machine
        machine-id	14031435fce74832871ad48553327145
        boot-id	83f162d1-df69-4957-98f0-6e2187ab2972
        kernel	6.1.0-35-amd64
        os	Debian GNU/Linux 12 (bookworm)
        clock	1763818092.500000000	1000.25
        address	10.0.0.1
        address	fd00::1
        free-kib	2000
        free-kib	1000
        reboot-required	yes
        #{Nonce} section packages
        nova	nova-api	all	2:26.1.0-4	ii 	no
        nova	libnova	amd64	2:26.1.0-4	hi 	same
        nova	nova-broken	all	2:26.1.0-4	iF 	no
        #{Nonce} section unpacked
        1763818000.250000000	/var/lib/dpkg/info/nova-api.list
        1763818001.000000000	/var/lib/dpkg/info/libnova:amd64.list
        #{Nonce} section candidates
        nova-api	2:29.0.0-1
        libnova	(none)
        nova-new	2:29.0.0-1
        #{Nonce} section archives
        nova-api_2%3a29.0.0-1_all.deb
        nova-new_2%3a29.0.0-1_all.deb
        #{Nonce} section shipped
        /var/lib/dpkg/info/nova-api	/lib/systemd/system/nova-api.service
        /var/lib/dpkg/info/nova-api	/etc/init.d/nova-api
        /var/lib/dpkg/info/nova-api	/etc/init.d/nova-old
        #{Nonce} section holds
        nova-api.service	1
        #{Nonce} section asked
        nova-api.service
        nova-old.service
        puppet.service
        #{Nonce} section units
        Id=nova-api.service
        LoadState=loaded
        ActiveState=active
        SubState=running
        UnitFileState=enabled
        MainPID=17
        ExecMainStartTimestampMonotonic=900250000
        ActiveEnterTimestampMonotonic=900350000

        Id=nova-old.service
        LoadState=loaded
        ActiveState=active
        SubState=running
        UnitFileState=generated
        MainPID=0
        ExecMainStartTimestampMonotonic=0
        ActiveEnterTimestampMonotonic=910250000

        Id=puppet.service
        LoadState=not-found
        ActiveState=inactive
        SubState=dead
        UnitFileState=
        MainPID=0
        ExecMainStartTimestampMonotonic=0
        ActiveEnterTimestampMonotonic=0
        #{Nonce} section packaging
        audit	The following packages are only half configured
        lock	apt-get install x (pid 5)
        digest	abc
        indexed	1763818050.000000000
        #{Nonce} section ledger
        b finished 0 1763818020.5 1763818030.5 1 stage
        a crashed - 1763818010.5 - 2 install
        #{Nonce} section probes
        http://127.0.0.1:1/	000	curl: (7) Failed to connect
        #{Nonce} end 0

        """;

    [Fact]
    public void RealAnswer_Parse_TellsEverything()
    {
        var observation = Parse(Transcript)!;

        Assert.Equal((1000L * 1024, true), (observation.Machine.FreeBytes, observation.Machine.IsRebootRequired));
        Assert.Equal(["10.0.0.1", "fd00::1"], observation.Machine.Addresses);
        var api = observation.Packages["nova-api"];
        Assert.Equal(("2:29.0.0-1", true, false), (api.Candidate?.Value, api.IsStaged, api.IsHeld));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1763818000250), api.UnpackedAt);
        Assert.Equal((null, true), (observation.Packages["libnova"].Candidate, observation.Packages["libnova"].IsHeld));
        Assert.False(observation.Packages["nova-broken"].IsConfigured);
        Assert.Equal(new UnitHold(true), observation.Units["nova-api.service"].Hold);
        Assert.Equal(observation.Machine.Clock.AddSeconds(-100), observation.Units["nova-api.service"].StartedAt);
        Assert.Equal(("nova-api", observation.Machine.Clock.AddSeconds(-90)), (observation.Units["nova-old.service"].Package, observation.Units["nova-old.service"].StartedAt));
        Assert.Equal((null, null), (observation.Units["puppet.service"].Package, observation.Units["puppet.service"].StartedAt));
        Assert.Equal(("apt-get install x (pid 5)", false), (observation.Packaging.LockHolder, observation.Packaging.IsSane));
        Assert.Equal([new OfferedPackage("nova-new", new("2:29.0.0-1"), IsStaged: true)], observation.Offers.Values);
        Assert.Equal(["a", "b"], observation.Ledger.Select(e => e.Id.Value));
        Assert.Equal((LedgerState.Crashed, 2, null), (observation.Ledger[0].State, observation.Ledger[0].Runs, observation.Ledger[0].ExitCode));
        Assert.Equal([0, 0], observation.Probes.Values.Select(p => p.StatusCode));
        Assert.Contains("Failed to connect", observation.Probes["http://127.0.0.1:1/"].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void AnswerCutAnywhere_Parse_IsNoAnswer()
    {
        for (var length = 0; length < Transcript.Length - 1; length++)
        {
            Assert.Null(FramedAnswer.Parse(Transcript[..length], Nonce));
        }
    }

    [Fact]
    public void AnswerWithBytesChanged_Parse_NeverThrows() =>
        Gen.Select(Gen.Int[0, Transcript.Length - 1], Gen.String, Gen.Int[0, 40]).List[0, 6].Sample(edits =>
        {
            var text = Transcript;
            foreach (var (at, insert, cut) in edits)
            {
                var start = Math.Min(at, text.Length);
                text = text.Remove(start, Math.Min(cut, text.Length - start)).Insert(start, insert);
            }

            _ = Parse(text);
        });

    [Fact]
    public void NumbersOutOfRange_Parse_NeverThrows() =>
        Gen.Select(Gen.Int[0, 60], Gen.Int[0, OddNumbers.Length - 1]).Sample(edit =>
        {
            var seen = 0;
            _ = Parse(System.Text.RegularExpressions.Regex.Replace(
                Transcript, @"(?<=[\t =])\d[\d.]*", m => seen++ == edit.Item1 ? OddNumbers[edit.Item2] : m.Value));
        });

    [Theory]
    [InlineData("x finished 0 1.5 2.5 1 k", "x", LedgerState.Finished)]
    [InlineData("x running - 1.5 - 1 k", "x", LedgerState.Running)]
    [InlineData("x reboot - 1.5 - 1 k", "x", LedgerState.InterruptedByReboot)]
    public void EntryAndLog_ParseStep_TellsBoth(string entry, string id, LedgerState state)
    {
        var look = state == LedgerState.Running ? "" : Look;
        var outcome = Step($"#{Nonce} begin\n#{Nonce} entry {entry}\n#{Nonce} log 17\na\n#{Nonce} b\n\n{look}#{Nonce} end 0\n", id);

        var (seen, log) = outcome switch
        {
            StepOutcome.Running r => (r.Entry, r.NewOutput),
            StepOutcome.Finished f => (f.Entry, f.Tail),
            _ => throw new InvalidOperationException(outcome?.ToString()),
        };
        Assert.Equal((state, $"a\n#{Nonce} b\n"), (seen.State, log));
    }

    [Theory]
    [InlineData("finished - 1.5 2.5 1 k")]
    [InlineData("finished 0 soon 2.5 1 k")]
    [InlineData("sleeping 0 1.5 2.5 1 k")]
    [InlineData("")]
    public void EntryThatIsNone_ParseStep_IsNotUnderstood(string entry) =>
        Assert.Null(Step($"#{Nonce} begin\n#{Nonce} entry x {entry}\n#{Nonce} log 0\n\n#{Nonce} end 0\n", "x"));

    [Fact]
    public void EntryOfAnotherStep_ParseStep_IsNotUnderstood() =>
        Assert.Null(Step($"#{Nonce} begin\n#{Nonce} entry y finished 0 1.5 2.5 1 k\n#{Nonce} log 0\n\n#{Nonce} end 0\n", "x"));

    [Fact]
    public void AnyText_ParseStep_NeverThrows() =>
        Gen.String.Sample(text => _ = Step($"#{Nonce} begin\n#{Nonce} entry {text}\n{text}\n#{Nonce} end 0\n", "x"));

    [Fact]
    public void EmptyLog_ParseStep_IsEmpty()
    {
        var outcome = Step($"#{Nonce} begin\n#{Nonce} entry x finished 0 1.5 2.5 1 k\n#{Nonce} log 0\n\n{Look}#{Nonce} end 0\n", "x");

        Assert.Equal("", Assert.IsType<StepOutcome.Finished>(outcome).Tail);
    }

    [Fact]
    public void LookBehindTheLog_ParseStep_IsTheNodeAsTheStepLeftIt()
    {
        var outcome = Step($"#{Nonce} begin\n#{Nonce} entry x finished 0 1.5 2.5 1 k\n#{Nonce} log 0\nout\n\n{Look}#{Nonce} end 0\n", "x");

        Assert.Equal("boot", Assert.IsType<StepOutcome.Finished>(outcome).Observation!.Machine.BootId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("#NONCE look\n")]
    [InlineData("#NONCE look\n#NONCE section machine\nboot-id\tboot\n")]
    public void EndedStepWithoutAWholeLook_ParseStep_TellsTheStepAlone(string look)
    {
        var outcome = Step($"#{Nonce} begin\n#{Nonce} entry x finished 0 1.5 2.5 1 k\n#{Nonce} log 0\n\n{look.Replace("NONCE", Nonce, StringComparison.Ordinal)}#{Nonce} end 0\n", "x");

        Assert.Equal((0, null), (Assert.IsType<StepOutcome.Finished>(outcome).Entry.ExitCode, ((StepOutcome.Finished)outcome).Observation));
    }

    private static NodeObservation? Parse(string text) =>
        FramedAnswer.Parse(text, Nonce) is { } answer ? ObservationAnswer.Parse(answer, Request, DateTimeOffset.UnixEpoch) : null;

    private static StepOutcome? Step(string text, string id) => FramedAnswer.Parse(text, Nonce) is { } answer ? StepAnswer.Parse(answer, Order(id), DateTimeOffset.UnixEpoch) : null;

    private static StepOrder Order(string id) => new(new StepId(id), new NodeStep.Quiesce([]), new Fence(0), 1, TimeSpan.FromSeconds(60), 0, Request);
}
