using System.Collections.Immutable;
using Windlass.Core.Identities;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Versions;

namespace Windlass.Nodes.Tests;

/// <summary>What the bodies do to a node, with fakes for systemd and APT; real ones are in the lab.</summary>
[Collection("local node")]
public sealed class StepBodyTests(LocalNode local) : IAsyncLifetime
{
    private readonly string tag = Guid.NewGuid().ToString("N")[..8];
    private INode? node;
    private int steps;

    private INode Node => node ??= local.Patient.Connect(local.Address("bodies"));

    private string Unit => $"u{tag}.service";

    private string Idle => $"i{tag}.service";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => node?.DisposeAsync() ?? ValueTask.CompletedTask;

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
        Assert.False(Directory.Exists(local.On($"/etc/systemd/system/{Unit}.d")));
        Assert.False(Directory.Exists(local.On($"/run/systemd/system/{Unit}.d")));
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
        Directory.CreateDirectory(local.On("/var/lib/windlass/releasing"));
        File.Move(local.On($"/var/lib/windlass/holds/{Unit}"), local.On($"/var/lib/windlass/releasing/{Unit}"));

        await Done(new NodeStep.Release("c", [Unit]));

        Assert.Equal("active", await State(Unit));
        Assert.False(File.Exists(local.On($"/var/lib/windlass/releasing/{Unit}")));
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
        await File.WriteAllTextAsync(local.On($"/run/fake/enabled/{Unit}"), "");

        await Done(new NodeStep.Release("c", [Unit]));

        Assert.Equal("active", await State(Unit));
    }

    [Fact]
    public async Task EnabledButDown_QuiesceThenUnquiesce_LeavesItDown()
    {
        await Service(Unit, "inactive");
        await Service(Idle, "active");
        await File.WriteAllTextAsync(local.On($"/run/fake/enabled/{Unit}"), "");

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
        var order = new StepOrder(new StepId($"b-{tag}-reboot"), new NodeStep.Reboot("to-birch"), new Fence(0), 1, TimeSpan.FromSeconds(4), 0);

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
        Assert.False(Directory.Exists(local.On($"/run/systemd/system/{Unit}.d")));
    }

    [Theory]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    [InlineData("0", 0)]
    [InlineData("100", StepExit.InstallFailed)]
    public async Task ForeignPolicy_Install_GuardsOnlyOursAndPutsItBackWhateverHappens(string aptExit, int exit)
    {
        _ = Node;
        const string Foreign = "#!/bin/sh\necho foreign\nexit 42\n";
        await File.WriteAllTextAsync(local.On("/usr/sbin/policy-rc.d"), Foreign);
        File.SetUnixFileMode(local.On("/usr/sbin/policy-rc.d"), UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(local.On("/run/fake/apt-exit"), aptExit + "\n");

        var finished = await Run(new NodeStep.Install("c", [Pin("pack" + tag, "2:1.0~rc1-1")], ["guarded.service"], []));

        Assert.Equal(exit, finished.Entry.ExitCode);
        Assert.Contains("policy for guarded: 101\nforeign\npolicy for free: 42\n", finished.Tail, StringComparison.Ordinal);
        Assert.Equal(Foreign, await Text("/usr/sbin/policy-rc.d"));
        Assert.False(File.Exists(local.On("/usr/sbin/policy-rc.d.windlass-foreign")));
        File.Delete(local.On("/usr/sbin/policy-rc.d"));
    }

    /// <summary>An upgrade of openvswitch-switch stops the switch: it must not ride along with an agent.</summary>
    [Theory]
    [InlineData("Inst openvswitch-switch [3.1] (3.5 Debian:13/stable [amd64])", StepExit.HeldBack)]
    [InlineData("Remv openvswitch-switch [3.1]", StepExit.HeldBack)]
    [InlineData("Inst openvswitch-switch (3.5 Debian:13/stable [amd64])", 0)]
    [InlineData("Inst python3-oslo.log [5.0] (6.0 Debian:13/stable [all])", 0)]
    public async Task HeldSourceWouldMove_Install_IsRefusedBeforeAnythingChanges(string simulation, int exit)
    {
        _ = Node;
        await File.WriteAllTextAsync(local.On("/run/fake/dpkg-all"), "openvswitch\topenvswitch-switch\tii \npython-oslo.log\tpython3-oslo.log\tii \n");
        await File.WriteAllTextAsync(local.On("/run/fake/apt-simulation"), simulation + "\n");
        await File.WriteAllTextAsync(local.On("/run/fake/apt-exit"), "0\n");
        try
        {
            var finished = await Run(new NodeStep.Install("c", [Pin("held" + tag, "1-1")], [], ["openvswitch"]));

            Assert.True(finished.Entry.ExitCode == exit, finished.Tail);
            Assert.Equal(exit == 0, File.Exists(local.On($"/run/fake/dpkg/held{tag}")));
        }
        finally
        {
            File.Delete(local.On("/run/fake/dpkg-all"));
            File.Delete(local.On("/run/fake/apt-simulation"));
        }
    }

    [Fact]
    public async Task PolicyLeftBehindByACutOffInstall_Observe_SaysSoAndRepairTakesItAway()
    {
        _ = Node;
        Directory.CreateDirectory(local.On("/var/lib/windlass/guard"));
        await File.WriteAllTextAsync(local.On("/var/lib/windlass/guard/active"), "");
        await File.WriteAllTextAsync(local.On("/usr/sbin/policy-rc.d"), "#!/bin/sh\n# Windlass guard\nexit 101\n");
        await File.WriteAllTextAsync(local.On("/run/fake/apt-exit"), "0\n");
        Assert.Contains((await Observe([])).Packaging.AuditFindings, line => line.Contains("policy-rc.d", StringComparison.Ordinal));

        await Run(new NodeStep.RepairPackages([]));

        Assert.False(File.Exists(local.On("/usr/sbin/policy-rc.d")));
        Assert.DoesNotContain((await Observe([])).Packaging.AuditFindings, line => line.Contains("policy-rc.d", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OldSources_SwitchRepository_MovesThemAsideAndStampsTheLists()
    {
        _ = Node;
        var lists = local.On("/etc/apt/sources.list.d");
        Directory.CreateDirectory(lists);
        await File.WriteAllTextAsync($"{lists}/old{tag}.list", "deb x y z\n");
        await File.WriteAllTextAsync($"{lists}/other{tag}.list", "deb a b c\n");
        await File.WriteAllTextAsync(local.On("/run/fake/apt-exit"), "0\n");
        const string Armoured = "-----BEGIN PGP PUBLIC KEY BLOCK-----\nComment: x\n\naGVs\nbG8=\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n";

        await Done(new NodeStep.SwitchRepository($"new{tag}.sources", "Types: deb\n$(id)\n", $"k{tag}.gpg", Armoured, [$"old{tag}*"]));

        Assert.Equal("Types: deb\n$(id)\n", await File.ReadAllTextAsync($"{lists}/new{tag}.sources"));
        Assert.Equal("hello", await Text($"/etc/apt/keyrings/k{tag}.gpg"));
        Assert.True(File.Exists(local.On($"/var/lib/windlass/superseded/old{tag}.list")));
        Assert.True(File.Exists($"{lists}/other{tag}.list"));
        var packaging = (await Observe([], $"new{tag}.sources")).Packaging;
        Assert.NotNull(packaging.IndexedAt);
        await File.AppendAllTextAsync($"{lists}/new{tag}.sources", "# edited\n");
        Assert.Null((await Observe([], $"new{tag}.sources")).Packaging.IndexedAt);
    }

    [Fact]
    public async Task DeadMirror_SwitchRepository_DoesNotCountAsIndexed()
    {
        _ = Node;
        await File.WriteAllTextAsync(local.On("/run/fake/apt-exit"), "100\n");

        var finished = await Run(new NodeStep.SwitchRepository($"dead{tag}.sources", "Types: deb\n", "", "", []));

        Assert.Equal(StepExit.DownloadFailed, finished.Entry.ExitCode);
        Assert.Null((await Observe([], $"dead{tag}.sources")).Packaging.IndexedAt);
    }

    private static PackagePin Pin(string name, string version) => new(name, new DebianVersion(version));

    private async Task Service(string unit, string state)
    {
        _ = Node;
        await File.WriteAllTextAsync(local.On($"/run/fake/units/{unit}"), state + "\n");
    }

    private async Task<string> State(string unit) => (await Text($"/run/fake/units/{unit}")).Trim();

    private Task<string> Text(string path) => File.ReadAllTextAsync(local.On(path));

    private async Task<NodeObservation> Observe(ImmutableArray<string> units, string sourcesFile = "") =>
        Assert.IsType<ObserveOutcome.Observed>(await Node.ObserveAsync(new ObservationRequest([], [], units, sourcesFile, []), default)).Observation;

    private async Task Done(NodeStep.Command step)
    {
        var finished = await Run(step);
        Assert.True(finished.Entry.ExitCode == 0, finished.Tail);
    }

    private async Task<StepOutcome.Finished> Run(NodeStep.Command step)
    {
        var order = new StepOrder(new StepId($"b-{tag}-{steps++}"), step, new Fence(0), 1, TimeSpan.FromSeconds(60), 0);
        for (var i = 0; i < 20; i++)
        {
            var outcome = await Node.AdvanceAsync(order, default);
            if (outcome is not StepOutcome.Running)
            {
                return Assert.IsType<StepOutcome.Finished>(outcome);
            }
        }

        throw new InvalidOperationException("still running");
    }
}
