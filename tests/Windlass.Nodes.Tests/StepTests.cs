using System.Collections.Immutable;
using System.Globalization;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Identities;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Steps;

namespace Windlass.Nodes.Tests;

/// <summary>The ledger: a step is started once, attached to, collected, and run again only when asked to.</summary>
[Collection("local node")]
public class StepTests(LocalNode local) : IAsyncLifetime
{
    private readonly string id = "s-" + Guid.NewGuid().ToString("N")[..12];
    private INode? node;

    /// <summary>Waits long for the end of a step, so that a busy machine does not make "finished" a matter of luck.</summary>
    private INode Node => node ??= Connect(local.Patient);

    private string Entry => local.On($"/var/lib/windlass/steps/{id}");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return node?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    [Fact]
    public async Task QuickStep_Advance_ComesBackFinishedInOneExchange()
    {
        var outcome = Finished(await Advance("echo out; echo err >&2"));

        Assert.Equal((LedgerState.Finished, 0, 1), (outcome.Entry.State, outcome.Entry.ExitCode, outcome.Entry.Runs));
        Assert.Equal("out\nerr\n", outcome.Tail);
        Assert.True(outcome.Entry.FinishedAt >= outcome.Entry.StartedAt);
        Assert.Contains(outcome.Observation!.Ledger, entry => entry == outcome.Entry);
    }

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("kill -9 $$", 137)]
    public async Task EndedStep_AdvanceAgain_RunsOnlyForAHigherAttempt(string body, int exit)
    {
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(exit, Finished(await Advance(body)).Entry.ExitCode);
        }

        Assert.Equal(1, Starts());
        Assert.Equal(2, Finished(await Advance(body, attempt: 2)).Entry.Runs);
        Assert.Equal(2, Finished(await Advance(body, attempt: 2)).Entry.Runs);
        Assert.Equal(2, Starts());
    }

    [Fact]
    public async Task LongStep_Advance_IsAttachedToAndItsOutputFollowed()
    {
        var gate = Path.Combine(local.Shared, id);
        var body = $"echo first; while [ ! -e {gate} ]; do sleep 0.05; done; echo second";
        await using var hasty = Connect(local.Ssh);
        var running = Assert.IsType<StepOutcome.Running>(await hasty.AdvanceAsync(Order(body), default));
        Assert.Equal(("first\n", 6L), (running.NewOutput, running.Offset));

        var later = Assert.IsType<StepOutcome.Running>(await hasty.AdvanceAsync(Order(body, offset: running.Offset), default));
        Assert.Equal("", later.NewOutput);
        await File.WriteAllTextAsync(gate, "");

        Assert.Equal("first\nsecond\n", Finished(await Advance(body, offset: later.Offset)).Tail);
        Assert.Equal(1, Starts());
    }

    [Fact]
    public async Task ConnectionCutWhileItRuns_AdvanceFromAnotherOperator_AttachesToIt()
    {
        var gate = Path.Combine(local.Shared, id);
        var body = $"while [ ! -e {gate} ]; do sleep 0.05; done";
        await using (var gone = Connect(local.Ssh))
        {
            Assert.IsType<StepOutcome.Running>(await gone.AdvanceAsync(Order(body), default));
        }

        using var other = local.Open(null);
        await using var theirs = Connect(other);
        Assert.IsType<StepOutcome.Running>(await theirs.AdvanceAsync(Order(body), default));
        await File.WriteAllTextAsync(gate, "");

        Finished(await Advance(body));
        Assert.Equal(1, Starts());
    }

    [Fact]
    public async Task LowerFence_Advance_IsRefusedAndNothingRuns()
    {
        var highest = long.Parse(await ReadOr("/var/lib/windlass/fence", "0"), CultureInfo.InvariantCulture) + 10;
        Finished(await Node.AdvanceAsync(Order("true") with { Fence = new Fence(highest), Id = new StepId(id + "-a") }, default));

        Assert.IsType<StepOutcome.Refused>(await Node.AdvanceAsync(Order("true") with { Fence = new Fence(highest - 1) }, default));

        Assert.False(Directory.Exists(Entry));
        await File.WriteAllTextAsync(local.On("/var/lib/windlass/fence"), "0\n");
    }

    [Fact]
    public async Task DeadlinePassed_Advance_SaysSo()
    {
        var order = Order("sleep 30") with { Deadline = TimeSpan.FromSeconds(1) };

        Assert.Equal(StepExit.DeadlinePassed, Finished(await Node.AdvanceAsync(order, default)).Entry.ExitCode);
    }

    [Fact]
    public async Task UnitGoneWithoutAnExit_Advance_SaysCrashedAndRunsAgainWhenAsked()
    {
        Finished(await Advance("true"));
        File.Delete(Entry + "/exit");

        Assert.Equal(LedgerState.Crashed, Finished(await Advance("true")).Entry.State);
        Assert.Equal(1, Starts());
        Assert.Equal((LedgerState.Finished, 2), (Finished(await Advance("true", attempt: 2)).Entry.State, Finished(await Advance("true", attempt: 2)).Entry.Runs));
    }

    [Fact]
    public async Task StartedInAnEarlierBoot_Advance_SaysInterruptedByReboot()
    {
        Finished(await Advance("true"));
        File.Delete(Entry + "/exit");
        var words = (await File.ReadAllTextAsync(Entry + "/started")).Split(' ');
        words[0] = "00000000-0000-0000-0000-000000000000";
        await File.WriteAllTextAsync(Entry + "/started", string.Join(' ', words));

        Assert.Equal(LedgerState.InterruptedByReboot, Finished(await Advance("true")).Entry.State);
        Assert.Equal(LedgerState.Finished, Finished(await Advance("true", attempt: 2)).Entry.State);
    }

    [Fact]
    public async Task PowerCutBeforeTheStartWasOnDisk_Advance_StartsIt()
    {
        Finished(await Advance("true"));
        File.Delete(Entry + "/exit");
        File.Delete(Entry + "/started");
        await File.WriteAllTextAsync(Entry + "/incoming", "half");

        Assert.Equal(0, Finished(await Advance("true")).Entry.ExitCode);
    }

    [Fact]
    public async Task EntryThatCannotBeRead_Advance_StartsIt()
    {
        Finished(await Advance("true"));
        await File.WriteAllTextAsync(Entry + "/started", "");

        Assert.Equal((0, 2), (Finished(await Advance("true", attempt: 2)).Entry.ExitCode, Starts()));
    }

    [Fact]
    public async Task PowerCutWhileTheExitWasWritten_Advance_DoesNotBelieveIt()
    {
        Finished(await Advance("true"));
        File.Move(Entry + "/exit", Entry + "/exit.new");

        Assert.Equal(LedgerState.Crashed, Finished(await Advance("true")).Entry.State);
    }

    [Fact]
    public async Task UnusableNames_Advance_IsRefusedHere()
    {
        foreach (var unit in (string[])["a b.service", "$(reboot).service", "../x.service", "-x.service", "x", "a;b.service", ""])
        {
            var order = Order("true") with { Step = new NodeStep.Release("c", [unit]) };
            Assert.IsType<StepOutcome.Refused>(await Node.AdvanceAsync(order, default));
        }

        Assert.IsType<StepOutcome.Refused>(await Node.AdvanceAsync(Order("true") with { Id = new StepId("../../etc") }, default));
    }

    [Fact]
    public async Task ArgumentsWithEverythingAShellKnows_SyncSchema_ArriveAsTheyAre()
    {
        ImmutableArray<string> run = ["printf", "<%s>", "a  b", "$(id)", "'\"`\\", "*", "", "-", "line\nend\n", "ü"];
        var order = Order("true") with { Step = new NodeStep.SyncSchema("c", SchemaPhase.Expand, run, "", "1") };

        Assert.Equal("<a  b><$(id)><'\"`\\><*><><-><line\nend\n><ü>", Finished(await Node.AdvanceAsync(order, default)).Tail);
    }

    [Fact]
    public async Task OnlineMigrations_Advance_RunsUntilNothingIsLeftAndNeverWhenStuck()
    {
        var rounds = Path.Combine(local.Shared, id);
        Assert.Equal(0, Finished(await Advance($"echo x >>{rounds}; [ $(wc -l <{rounds}) -ge 2 ]", phase: SchemaPhase.OnlineMigrations)).Entry.ExitCode);
        Assert.Equal("x\nx\n", await File.ReadAllTextAsync(rounds));

        Assert.Equal(StepExit.SchemaStuck, Finished(await Advance("exit 2", attempt: 2, phase: SchemaPhase.OnlineMigrations)).Entry.ExitCode);
    }

    /// <summary>nova-status and its like: 0 all is well, 1 warnings, 2 a failure, 255 the check itself broke.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 2)]
    [InlineData(255, 255)]
    public async Task UpgradeCheck_Advance_StopsOnlyAtFailures(int answer, int exit) =>
        Assert.Equal(exit, Finished(await Advance($"exit {answer}", phase: SchemaPhase.UpgradeCheck)).Entry.ExitCode);

    /// <summary>The others are so many that the step has surely ended by the time its turn to be forgotten would come.</summary>
    [Fact]
    public async Task ClockWentBack_Advance_DoesNotForgetItsOwnStep()
    {
        for (var i = 0; i < 300; i++)
        {
            await Forge($"{id}-{i}", DateTime.UtcNow.AddHours(1).AddSeconds(i));
        }

        var order = Order("true") with { Step = new NodeStep.Release("c", []) };
        Assert.Equal(0, Finished(await Node.AdvanceAsync(order, default)).Entry.ExitCode);
        Assert.Equal(1, Finished(await Node.AdvanceAsync(order, default)).Entry.Runs);
        Assert.Equal(1, Starts());
        ForgetForged();
    }

    [Fact]
    public async Task ManySteps_Advance_ForgetsOldOnesButNoSchemaStep()
    {
        Finished(await Advance("true"));
        for (var i = 0; i < 25; i++)
        {
            await Forge($"{id}-{i}", DateTime.UtcNow.AddHours(1).AddSeconds(i));
        }

        Finished(await Node.AdvanceAsync(Order("true") with { Id = new StepId(id + "-last"), Step = new NodeStep.Release("c", []) }, default));

        Assert.True(Directory.Exists(Entry), "the schema step is kept");
        Assert.False(Directory.Exists(Entry + "-0"));
        Assert.True(Directory.Exists(Entry + "-24"));
        var observation = Assert.IsType<ObserveOutcome.Observed>(await Node.ObserveAsync(new([], [], [], "", []), default)).Observation;
        Assert.Contains(observation.Ledger, e => e.Id.Value == id && e.State == LedgerState.Finished);
        ForgetForged();
    }

    private static StepOutcome.Finished Finished(StepOutcome outcome) => outcome as StepOutcome.Finished ?? throw new Xunit.Sdk.XunitException($"not finished: {outcome}");

    /// <summary>Starts of this step's body by the node's own journal, which only the body's supervisor writes.</summary>
    private int Starts() => File.ReadLines(local.On("/var/lib/windlass/journal.log")).Count(line => line.Split(' ') is [_, "start", var step, ..] && step == id);

    /// <summary>An entry of a stage step that ended long ago, without the time it takes to run one.</summary>
    private async Task Forge(string name, DateTime written)
    {
        var folder = local.On($"/var/lib/windlass/steps/{name}");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(folder + "/started", "boot 1 stage 0 1763818000.5\n");
        await File.WriteAllTextAsync(folder + "/exit", "0 1763818001.5\n");
        File.SetLastWriteTimeUtc(folder + "/started", written);
    }

    private void ForgetForged() =>
        Directory.GetDirectories(local.On("/var/lib/windlass/steps"), id + "-*").ToList().ForEach(d => Directory.Delete(d, recursive: true));

    private protected virtual INode Connect(OpenSsh ssh) => ssh.Connect(local.Address("worker"));

    private StepOrder Order(string body, int attempt = 1, long offset = 0, SchemaPhase phase = SchemaPhase.Expand) => new(
        new StepId(id), new NodeStep.SyncSchema("c", phase, ["/bin/sh", "-c", body], "", "1"), new Fence(0), attempt, TimeSpan.FromSeconds(60), offset, new([], [], [], "", []));

    private Task<StepOutcome> Advance(string body, int attempt = 1, long offset = 0, SchemaPhase phase = SchemaPhase.Expand) =>
        Node.AdvanceAsync(Order(body, attempt, offset, phase), default);

    private async Task<string> ReadOr(string path, string otherwise)
    {
        _ = Node;
        return File.Exists(local.On(path)) ? await File.ReadAllTextAsync(local.On(path)) : otherwise;
    }
}
