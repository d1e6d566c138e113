using Windlass.Core.Identities;
using Windlass.Core.Planning.Steps;

namespace Windlass.Nodes.Tests;

/// <summary>What the bodies do to a node, with fakes for systemd and APT; real ones are in the lab.</summary>
[Collection("local node")]
public class StepBodyTests(LocalNode local) : StepBodyBench(local)
{
    private string Unit => $"u{Tag}.service";

    private string Idle => $"i{Tag}.service";

    [Fact]
    public async Task RunningAndIdleUnits_StopAndHoldThenRelease_GivesBackWhatWasThere()
    {
        await Service(Unit, "active");
        await Service(Idle, "inactive");

        await Done(new NodeStep.StopAndHold("c", [Unit, Idle], 77));

        Assert.Equal("inactive", await State(Unit));
        Assert.Contains($"ConditionPathExists=!/var/lib/windlass/holds/{Unit}", await Text($"/etc/systemd/system/{Unit}.d/50-windlass-hold.conf"), StringComparison.Ordinal);
        Assert.Contains("TimeoutStopSec=77", await Text($"/run/systemd/system/{Unit}.d/40-windlass-stop.conf"), StringComparison.Ordinal);
        var units = (await Observe([Unit, Idle])).Units;
        Assert.Equal((true, false), (units[Unit].Hold?.WasActive, units[Idle].Hold?.WasActive));

        await Done(new NodeStep.Release("c", [Unit, Idle]));

        Assert.Equal(("active", "inactive"), (await State(Unit), await State(Idle)));
        Assert.False(Directory.Exists(On($"/etc/systemd/system/{Unit}.d")));
        Assert.False(Directory.Exists(On($"/run/systemd/system/{Unit}.d")));
        Assert.Null((await Observe([Unit])).Units[Unit].Hold);
    }

    [Fact]
    public async Task HeldAlready_StopAndHoldAgain_RemembersThatItRan()
    {
        await Service(Unit, "active");

        await Done(new NodeStep.StopAndHold("c", [Unit], 0));
        await Done(new NodeStep.StopAndHold("c", [Unit], 0));

        Assert.True((await Observe([Unit])).Units[Unit].Hold?.WasActive);
    }

    [Fact]
    public async Task ReleaseCutOffBeforeTheStart_ReleaseAgain_StillStartsIt()
    {
        await Service(Unit, "active");
        await Done(new NodeStep.StopAndHold("c", [Unit], 0));
        Directory.CreateDirectory(On("/var/lib/windlass/releasing"));
        File.Move(On($"/var/lib/windlass/holds/{Unit}"), On($"/var/lib/windlass/releasing/{Unit}"));

        await Done(new NodeStep.Release("c", [Unit]));

        Assert.Equal("active", await State(Unit));
        Assert.False(File.Exists(On($"/var/lib/windlass/releasing/{Unit}")));
    }

    /// <summary>Any answer will do, also a bad one: judging it is not this step's.</summary>
    [Fact]
    public async Task ServiceAnswersLate_Release_WaitsForIt()
    {
        await Service(Unit, "active");
        await Done(new NodeStep.StopAndHold("c", [Unit], 0));
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        var answered = 0;
        var serving = Task.Run(async () =>
        {
            for (; answered < 3; answered++)
            {
                using var client = await listener.AcceptTcpClientAsync();
                var stream = client.GetStream();
                await stream.ReadAtLeastAsync(new byte[4096], 1);

                // The first two are hung up on: it is still starting.
                await stream.WriteAsync(answered < 2 ? [] : "HTTP/1.0 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
            }
        });

        await Done(new NodeStep.Release("c", [Unit]) { Awaited = [$"http://127.0.0.1:{port}/healthcheck"] });

        await serving.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(3, answered);
    }

    [Fact]
    public async Task EnabledButDown_Release_StartsIt()
    {
        await Service(Unit, "inactive");
        await File.WriteAllTextAsync(On($"/run/fake/enabled/{Unit}"), "");

        await Done(new NodeStep.Release("c", [Unit]));

        Assert.Equal("active", await State(Unit));
    }

    [Fact]
    public async Task EnabledButDown_QuiesceThenUnquiesce_LeavesItDown()
    {
        await Service(Unit, "inactive");
        await Service(Idle, "active");
        await File.WriteAllTextAsync(On($"/run/fake/enabled/{Unit}"), "");

        await Done(new NodeStep.Quiesce([Unit, Idle, "absent.service"]));
        Assert.Equal("inactive", await State(Idle));
        await Done(new NodeStep.Unquiesce([Unit, Idle, "absent.service"]));

        Assert.Equal(("inactive", "active"), (await State(Unit), await State(Idle)));
    }

    /// <summary>puppet-agent(8), --detailed-exitcodes: 0 nothing to change, 2 changed; 1, 4 and 6 failed.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(1, 1)]
    [InlineData(4, 4)]
    [InlineData(6, 6)]
    public async Task AgentEndsWith_Configure_CountsWhatTheReleaseSaysCounts(int answers, int exit)
    {
        var finished = await Run(new NodeStep.Configure("puppet", "to-birch", ["/bin/sh", "-c", "echo \"$1\"; exit $2", "-", "two  words", $"{answers}"], [0, 2], 60));

        Assert.Equal(exit, finished.Entry.ExitCode);
        Assert.Contains("two  words\n", finished.Tail, StringComparison.Ordinal);
    }

    /// <summary>It has no end: the next boot tells that it did its work (see <see cref="StepTests.StartedInAnEarlierBoot_Advance_SaysInterruptedByReboot"/>).</summary>
    [Fact]
    public async Task Reboot_Advance_AsksSystemdAndWaitsToBeCutOff()
    {
        var order = new StepOrder(new StepId($"b-{Tag}-reboot"), new NodeStep.Reboot("to-birch"), new Fence(0), 1, TimeSpan.FromSeconds(4), 0, new([], [], [], "", []));

        StepOutcome outcome;
        while ((outcome = await Node.AdvanceAsync(order, default)) is StepOutcome.Running)
        {
        }

        // A node that does not go down: the step's deadline tells.
        Assert.Contains("reboot\n", await Text("/run/fake/systemctl.log"), StringComparison.Ordinal);
        Assert.Equal(124, Assert.IsType<StepOutcome.Finished>(outcome).Entry.ExitCode);
    }

    [Fact]
    public async Task ZeroCountsAsFailure_Configure_Fails() => Assert.NotEqual(
        0, (await Run(new NodeStep.Configure("puppet", "to-birch", ["true"], [2], 60))).Entry.ExitCode);

    [Fact]
    public async Task StoppedUnit_Restart_StaysDown()
    {
        await Service(Unit, "inactive");

        await Done(new NodeStep.Restart("c", [Unit], 30, RestartCause.OldCode));

        Assert.Equal("inactive", await State(Unit));
        Assert.False(Directory.Exists(On($"/run/systemd/system/{Unit}.d")));
    }
}
