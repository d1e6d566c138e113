using System.Collections.Immutable;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Versions;
using Windlass.Nodes.Scripts;

namespace Windlass.Nodes.Tests;

/// <summary>What must not move as a side effect, on a real APT: an upgrade of openvswitch-switch, say, stops the switch.</summary>
public sealed class InstallScriptTests(AptBox box) : IClassFixture<AptBox>
{
    private static readonly ImmutableArray<PackagePin> Pins = [new("wp-svc", new DebianVersion("2"))];

    [Theory]
    [InlineData("wp-lib", StepExit.HeldBack)]
    [InlineData("wp-gone", StepExit.HeldBack)]
    [InlineData("wp-new", 0)]
    [InlineData("wp-absent", 0)]
    public async Task HeldSourceWouldMove_Install_IsRefusedBeforeAnythingChanges(string held, int exit)
    {
        await NodeAsync();
        var before = await box.PackagesAsync();

        var (code, output) = await box.RunAsync(Body(new NodeStep.Install("svc", Pins, [], [held]) { Removable = ["wp-gone"] }));

        Assert.True(code == exit, output);
        Assert.Equal(exit == 0 ? "wp-lib 2\nwp-new 2\nwp-svc 2\n" : before, await box.PackagesAsync());
        Assert.True(exit == 0 || output.Contains($"APT would change {held} as well", StringComparison.Ordinal), output);
    }

    /// <summary>APT takes what it is told by name for wanted by hand; what comes new stays automatic.</summary>
    [Fact]
    public async Task AutomaticComponentAndLibraryByHand_Install_LeavesMarksAsTheyWere()
    {
        await NodeAsync();
        await box.DoneAsync("apt-mark auto wp-svc && apt-mark manual wp-lib");

        await box.DoneAsync(Body(new NodeStep.Install("svc", Pins, [], []) { Removable = ["wp-gone"] }));

        Assert.Equal("wp-lib 2\nwp-new 2\nwp-svc 2\n", await box.PackagesAsync());
        Assert.Equal("wp-lib\n", await box.DoneAsync("apt-mark showmanual wp-lib wp-new wp-svc"));
    }

    /// <summary>A step that was cut off left its refusal behind: the next one fails for a reason of its own.</summary>
    [Fact]
    public async Task RefusalWasLeftBehind_InstallFails_TellsItsOwnReason()
    {
        await NodeAsync();
        await box.DoneAsync("mkdir -p /var/lib/windlass/guard && echo wp-lib >/var/lib/windlass/guard/refused");

        var (code, output) = await box.RunAsync(Body(new NodeStep.Install("svc", [new("wp-nowhere", new DebianVersion("1"))], [], ["wp-lib"])));

        Assert.True(code == StepExit.InstallFailed, output);
    }

    /// <summary>It is said as early as when the packages are downloaded.</summary>
    [Fact]
    public async Task HeldSourceWouldMove_Stage_IsRefused()
    {
        await NodeAsync();

        var (code, output) = await box.RunAsync(Body(new NodeStep.Stage(Pins, ["wp-lib"]) { Removable = ["wp-gone"] }));

        Assert.True(code == StepExit.HeldBack, output);
    }

    private static string Body(NodeStep.Command step) => StepBody.Of(step).Text;

    private async Task NodeAsync()
    {
        await box.PublishAsync("old", "Package: wp-svc|Version: 1|Depends: wp-lib", "Package: wp-lib|Version: 1", "Package: wp-gone|Version: 1");
        await box.PublishAsync(
            "new", "Package: wp-svc|Version: 2|Depends: wp-lib (>= 2), wp-new|Conflicts: wp-gone", "Package: wp-lib|Version: 2", "Package: wp-new|Version: 2");
        await box.BeginWithAsync("old", "wp-svc", "wp-gone");
        await box.TurnToAsync("new");
    }
}
