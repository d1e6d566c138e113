using System.Collections.Immutable;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Versions;
using Windlass.Nodes.Scripts;

namespace Windlass.Nodes.Tests;

/// <summary>Libraries before their components, on a real APT.</summary>
public sealed class PreinstallScriptTests(AptBox box) : IClassFixture<AptBox>
{
    private static readonly ImmutableArray<PackagePin> Pins = [new("wp-svc", new DebianVersion("2")), new("wp-other", new DebianVersion("2"))];

    [Fact]
    public async Task LibrariesBehind_Preinstall_BringsThemAloneAndLeavesMarksAsTheyWere()
    {
        await NodeAsync("good", "Package: wp-lib|Version: 2");
        var marks = await box.DoneAsync("apt-mark showmanual");

        await box.DoneAsync(Body(new NodeStep.Preinstall("up", Pins, ["wp-svc.service"], ["wp-svc", "wp-other", "wp-split"])));

        Assert.Equal("wp-byhand 2\nwp-lib 2\nwp-new 2\nwp-other 1\nwp-svc 1\n", await box.PackagesAsync());
        Assert.Equal(marks, await box.DoneAsync("apt-mark showmanual"));

        await box.DoneAsync(Body(new NodeStep.Install("svc", Pins, [], [])));
        Assert.Equal("wp-byhand 2\nwp-lib 2\nwp-new 2\nwp-other 2\nwp-split 2\nwp-svc 2\n", await box.PackagesAsync());
        Assert.Equal(marks, await box.DoneAsync("apt-mark showmanual"));
    }

    /// <summary>A library that the old component cannot live with comes with the new one, or not at all.</summary>
    [Fact]
    public async Task LibraryBreaksTheOldComponent_Preinstall_ChangesNothing()
    {
        await NodeAsync("bad", "Package: wp-lib|Version: 2|Breaks: wp-svc (<< 2)");
        var before = await box.PackagesAsync();

        var (code, output) = await box.RunAsync(Body(new NodeStep.Preinstall("up", Pins, [], ["wp-svc", "wp-other", "wp-split"])));

        Assert.True(code is StepExit.HeldBack or StepExit.InstallFailed, output);
        Assert.Contains("wp-svc", output, StringComparison.Ordinal);
        Assert.Equal(before, await box.PackagesAsync());
    }

    /// <summary>It was taken for "nothing is needed", and remembered as done.</summary>
    [Fact]
    public async Task AptCannotPlan_Preinstall_Fails()
    {
        await NodeAsync("unmet", "Package: wp-lib|Version: 2|Depends: wp-nowhere");

        var (code, output) = await box.RunAsync(Body(new NodeStep.Preinstall("up", Pins, [], ["wp-svc", "wp-other", "wp-split"])));

        Assert.True(code == StepExit.InstallFailed && output.Contains("wp-nowhere", StringComparison.Ordinal), output);
    }

    private static string Body(NodeStep.Command step) => StepBody.Of(step).Text;

    private async Task NodeAsync(string archive, string library)
    {
        await box.PublishAsync(
            $"{archive}-old", "Package: wp-svc|Version: 1|Depends: wp-lib (>= 1), wp-byhand", "Package: wp-other|Version: 1", "Package: wp-lib|Version: 1", "Package: wp-byhand|Version: 1");
        await box.PublishAsync(
            $"{archive}-new", library, "Package: wp-svc|Version: 2|Depends: wp-lib (>= 2), wp-new, wp-byhand (>= 2), wp-split", "Package: wp-other|Version: 2",
            "Package: wp-new|Version: 2", "Package: wp-byhand|Version: 2", "Package: wp-split|Source: wp-svc|Version: 2");
        await box.BeginWithAsync($"{archive}-old", "wp-svc", "wp-other", "wp-byhand");
        await box.TurnToAsync($"{archive}-new");
    }
}
