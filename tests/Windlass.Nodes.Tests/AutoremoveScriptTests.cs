using System.Collections.Immutable;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Versions;
using Windlass.Nodes.Scripts;

namespace Windlass.Nodes.Tests;

/// <summary>What an upgrade leaves without use, on a real APT.</summary>
public sealed class AutoremoveScriptTests(AptBox box) : IClassFixture<AptBox>
{
    /// <summary>systemd does not run in the box; this is all that it is asked.</summary>
    private const string OneUnitIsActive = "rm -f /usr/bin/systemctl; printf '#!/bin/sh\\necho wp-unit@eth0.service loaded active running x\\n' >/usr/bin/systemctl; chmod 755 /usr/bin/systemctl";

    [Fact]
    public async Task LeftByTheUpgrade_Observe_NamesWhatNothingNeedsOrUsesAndNothingElse()
    {
        await NodeAsync("seen");
        await box.DoneAsync("apt-mark hold wp-held");
        await box.DoneAsync("cp /usr/bin/sleep /usr/lib/wp-mapped/run; cd /usr/lib/wp-mapped; ./run 300 </dev/null >/dev/null 2>&1 & echo $! >/run/mapped");
        await box.DoneAsync("/usr/lib/wp-started/run </dev/null >/dev/null 2>&1 & echo $! >/run/started");

        var unneeded = await UnneededAsync("up");

        await box.DoneAsync("kill $(cat /run/mapped /run/started); apt-mark unhold wp-held");
        Assert.Equal(["wp-deep", "wp-lib"], unneeded);

        // Nothing uses these any more; what was without use before, and what that needs, stays for its owner to judge.
        Assert.Equal(["wp-deep", "wp-held", "wp-lib", "wp-mapped", "wp-started", "wp-startedneeds"], await UnneededAsync("up"));
        Assert.Empty(await UnneededAsync("another"));
        Assert.Empty(await box.DoneAsync("find /run -name 'windlass-*' -type d"));
    }

    [Fact]
    public async Task LeftByTheUpgrade_Autoremove_RemovesExactlyThat()
    {
        await NodeAsync("gone");
        var before = await box.PackagesAsync();

        await box.DoneAsync(Body("up", "wp-deep", "wp-lib"));

        var gone = before.Split('\n').Except((await box.PackagesAsync()).Split('\n')).Select(line => line.Split(' ')[0]);
        Assert.Equal(["wp-deep", "wp-lib"], gone);
        Assert.DoesNotContain("wp-lib", await UnneededAsync("up"));
        Assert.Empty(await box.DoneAsync("grep -s 'Windlass guard' /usr/sbin/policy-rc.d || true"));
    }

    /// <summary>wp-lib needs wp-deep: APT would take it along.</summary>
    [Fact]
    public async Task MoreWouldGo_Autoremove_RefusesAndRemovesNothing()
    {
        await NodeAsync("more");
        var before = await box.PackagesAsync();

        var (code, output) = await box.RunAsync(Body("up", "wp-deep"));

        Assert.True(code == StepExit.HeldBack && output.Contains("wp-lib", StringComparison.Ordinal), output);
        Assert.Equal(before, await box.PackagesAsync());
    }

    [Theory]
    [InlineData("up", "wp-left")]
    [InlineData("up", "wp-unit")]
    [InlineData("another", "wp-lib")]
    public async Task HasToStay_Autoremove_RefusesAndRemovesNothing(string upgrade, string package)
    {
        await NodeAsync("stays");
        var before = await box.PackagesAsync();

        var (code, output) = await box.RunAsync(Body(upgrade, package));

        Assert.True(code == StepExit.HeldBack && output.Contains(package, StringComparison.Ordinal), output);
        Assert.Equal(before, await box.PackagesAsync());
    }

    /// <summary>Else the node would be repaired for ever, and nothing be given back: apt-get -f install may remove nothing.</summary>
    [Fact]
    public async Task CutOffOnItsWayOut_RepairPackages_EndsTheRemoval()
    {
        await NodeAsync("cut");
        await box.DoneAsync("printf '#!/bin/sh\nexit 1\n' >/var/lib/dpkg/info/wp-deep.postrm; chmod 755 /var/lib/dpkg/info/wp-deep.postrm");
        var (code, output) = await box.RunAsync(Body("up", "wp-deep", "wp-lib"));
        Assert.True(code == StepExit.InstallFailed, output);
        Assert.Contains("wp-deep", await box.DoneAsync("dpkg --audit"), StringComparison.Ordinal);

        await box.DoneAsync("printf '#!/bin/sh\nexit 0\n' >/var/lib/dpkg/info/wp-deep.postrm");
        await box.DoneAsync(StepBody.Of(new NodeStep.RepairPackages(["wp-svc.service"])).Text);

        Assert.Equal("", await box.DoneAsync("dpkg --audit"));
        Assert.DoesNotContain("wp-deep", await box.PackagesAsync(), StringComparison.Ordinal);
    }

    /// <summary>The note is of the state before the first change: a source that is switched once more does not renew it.</summary>
    [Fact]
    public async Task SwitchedOnceMore_Observe_NamesTheSame()
    {
        await NodeAsync("twice");

        await box.DoneAsync(Switch("twice-new"));

        Assert.Contains("wp-lib", await UnneededAsync("up"));
    }

    /// <summary>Unknown is not the same as none: the planner has to hear of it.</summary>
    [Fact]
    public async Task SystemdDoesNotTell_Observe_TellsNothing()
    {
        await NodeAsync("silent");
        await box.DoneAsync("printf '#!/bin/sh\\nexit 1\\n' >/usr/bin/systemctl");

        Assert.DoesNotContain("unneeded", await ObserveAsync("up"), StringComparison.Ordinal);
        var (code, output) = await box.RunAsync(Body("up"));
        Assert.True(code == StepExit.InstallFailed, output);
    }

    private static string Body(string upgrade, params ImmutableArray<string> packages) => StepBody.Of(new NodeStep.Autoremove(upgrade, packages, ["wp-svc.service"], ["wp-svc"])).Text;

    private string Switch(string archive) =>
        StepBody.Of(new NodeStep.SwitchRepository("new.sources", box.Source(archive), "", "", ["a.sources"]) { NotesUnneededFor = "up" }).Text;

    private Task<string> ObserveAsync(string upgrade) =>
        box.DoneAsync(ObserveScript.Compose(new ObservationRequest(["wp-svc"], [], [], "new.sources", []) { UnneededBy = upgrade, KeptSources = ["wp-svc"] }, "n"));

    private async Task<string[]> UnneededAsync(string upgrade)
    {
        var lines = (await ObserveAsync(upgrade)).Split('\n');
        Assert.Contains("unneeded-told\tyes", lines);
        return [.. lines.Where(line => line.StartsWith("unneeded\t", StringComparison.Ordinal)).Select(line => line.Split('\t')[1]).Order(StringComparer.Ordinal)];
    }

    private async Task NodeAsync(string archive)
    {
        await box.PublishAsync(
            $"{archive}-old",
            "Package: wp-svc|Version: 1|Depends: wp-lib, wp-leftneeds, wp-mapped, wp-started, wp-unit, wp-held, wp-split",
            "Package: wp-lib|Version: 1|Depends: wp-deep", "Package: wp-deep|Version: 1", "Package: wp-held|Version: 1", "Package: wp-split|Source: wp-svc|Version: 1",
            "Package: wp-mapped|Version: 1|File: /usr/lib/wp-mapped/run nothing", "Package: wp-startedneeds|Version: 1",
            "Package: wp-started|Version: 1|Depends: wp-startedneeds|File: /usr/lib/wp-started/run #!/bin/sh\\nwhile :; do sleep 1; done\\n",
            "Package: wp-unit|Version: 1|File: /lib/systemd/system/wp-unit@.service nothing",
            "Package: wp-parent|Version: 1|Depends: wp-left", "Package: wp-left|Version: 1|Depends: wp-leftneeds", "Package: wp-leftneeds|Version: 1");
        await box.PublishAsync($"{archive}-new", "Package: wp-svc|Version: 2");
        await box.DoneAsync("rm -rf /var/lib/windlass; mkdir /var/lib/windlass");
        await box.BeginWithAsync($"{archive}-old", "wp-svc", "wp-parent");
        await box.DoneAsync("apt-get -qq -y purge wp-parent");
        await box.DoneAsync(OneUnitIsActive);
        await box.DoneAsync(Switch($"{archive}-new"));
        await box.DoneAsync(StepBody.Of(new NodeStep.Install("svc", [new("wp-svc", new DebianVersion("2"))], [], [])).Text);
    }
}
