using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Observation;
using Windlass.Nodes.Answers;
using Windlass.Nodes.Scripts;

namespace Windlass.Nodes.Tests;

/// <summary>The target's own checks, run from packages of a real APT that are unpacked aside; and that nothing of the node changes for it.</summary>
public sealed class CheckScriptTests(AptBox box) : IClassFixture<AptBox>
{
    private const string Nonce = "0123456789abcdef";

    /// <summary>Prints the versions of its program and of its library, and what it was called with, and ends as the node's configuration says.</summary>
    private const string Program =
        """#!/usr/bin/python3\nimport os, sys, wl_lib\nprint('program', wl_lib.of(__file__), wl_lib.version, sys.argv[1:], os.getuid())\nprint('mysql://key:secret@db.example/key')\nsys.exit(int(open('/etc/wl-code').read()))\n""";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    public async Task NewRelease_Check_RunsTheNewCodeAndChangesNothing(int code)
    {
        await NodeAsync("plain", [Service("2.0", Program), Library("2.0")]);
        await box.DoneAsync($"printf {code} >/etc/wl-code");
        var before = await FilesAsync();

        var ran = Assert.IsType<UpgradeCheckResult.Ran>(Assert.Single(await CheckAsync("plain")));

        Assert.Equal(("key", code), (ran.Component, ran.ExitCode));
        Assert.Equal(["program new 2.0 ['upgrade', 'a  b'] 65534", "mysql://db.example/key"], ran.Output);
        Assert.Equal(before, await FilesAsync());
    }

    /// <summary>A check may not harm the cloud that it looks at, whatever it is; only a log is written, and thrown away.</summary>
    [Fact]
    public async Task CheckThatWrites_Check_CannotAndIsNoVerdict()
    {
        await NodeAsync("writes", [Service("2.0", "#!/bin/sh\\nset -e\\necho x >/var/log/windlass-log\\necho x >/etc/wl-code\\n")]);
        var before = await FilesAsync();

        var result = Assert.IsType<UpgradeCheckResult.NotRun>(Assert.Single(await CheckAsync("writes", user: "")));

        Assert.Equal("wl-status wants to write, which it may not here", result.Reason);
        Assert.Equal(before, await FilesAsync());
    }

    [Theory]
    [InlineData("#!/usr/bin/python3\\nimport wl_nowhere\\n", "wl-status does not run aside")]
    [InlineData("#!/usr/bin/wl-nowhere\\n", "wl-status cannot be run aside")]
    public async Task ProgramThatDoesNotRun_Check_IsNoVerdict(string program, string reason)
    {
        await NodeAsync("broken", [Service("2.0", program)]);

        Assert.Equal(reason, Assert.IsType<UpgradeCheckResult.NotRun>(Assert.Single(await CheckAsync("broken"))).Reason);
    }

    /// <summary>The node's own program is the old code: it must not answer for the new.</summary>
    [Fact]
    public async Task ProgramIsGoneInTheTarget_Check_DoesNotRunTheOldOne()
    {
        await NodeAsync("gone", ["Package: wl-key|Version: 2.0"]);

        Assert.Equal("wl-status is not in the new packages", Assert.IsType<UpgradeCheckResult.NotRun>(Assert.Single(await CheckAsync("gone"))).Reason);
    }

    /// <summary>Followed from the root, the link would end at a file of the old release.</summary>
    [Theory]
    [InlineData("/usr/lib/wl-status")]
    [InlineData("../lib/wl-status")]
    public async Task ProgramIsALink_Check_RunsTheNewCode(string target)
    {
        await NodeAsync("link", [$"Package: wl-key|Version: 2.0|Link: /usr/bin/wl-status {target}|File: /usr/lib/wl-status {Program}"]);
        await box.DoneAsync("cp /usr/bin/wl-status /usr/lib/wl-status");

        Assert.StartsWith("program new 2.0", Assert.IsType<UpgradeCheckResult.Ran>(Assert.Single(await CheckAsync("link"))).Output[0], StringComparison.Ordinal);
    }

    /// <summary>The connection is lost: the script dies of its next word, and used to leave gigabytes behind.</summary>
    [Fact]
    public async Task NobodyReadsTheAnswer_Check_LeavesNothing()
    {
        await NodeAsync("unread", [Service("2.0", Program), Library("2.0")]);
        var before = await FilesAsync();

        await box.DoneAsync($"env --default-signal=PIPE sh -s <<'END-OF-CHECK' | head -c 1\n{Script("unread", "nobody").Compose(Nonce)}\nEND-OF-CHECK\n");

        Assert.Equal(before, await FilesAsync());
    }

    [Fact]
    public async Task NoSpaceAside_Check_SaysHowMuchIsWanted()
    {
        await NodeAsync("large", [Service("2.0", Program) + "|Installed-Size: 9000000000", Library("2.0")]);

        var result = Assert.IsType<UpgradeCheckResult.NotRun>(Assert.Single(await CheckAsync("large")));

        Assert.StartsWith("the new packages take 8789", result.Reason, StringComparison.Ordinal);
        Assert.Contains("MiB must be free in /tmp or /var/tmp", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AccountIsMissing_Check_NamesIt()
    {
        await NodeAsync("account", [Service("2.0", Program), Library("2.0")]);

        Assert.Equal("there is no account wl-nobody", Assert.IsType<UpgradeCheckResult.NotRun>(Assert.Single(await CheckAsync("account", "wl-nobody"))).Reason);
    }

    private static string Service(string version, string program) => $"Package: wl-key|Version: {version}|Depends: wl-lib|File: /usr/bin/wl-status {program}";

    private static string Library(string version) =>
        $"Package: wl-lib|Version: {version}|File: /usr/lib/python3/dist-packages/wl_lib.py version = '{version}'\\ndef of(path): return 'old' if path.startswith('/usr') else 'new'\\n";

    /// <summary>The old release is installed; the new one is published.</summary>
    private async Task NodeAsync(string archive, string[] packages)
    {
        await box.PublishAsync($"{archive}-old", Service("1.0", Program), Library("1.0"));
        await box.PublishAsync($"{archive}-new", [.. packages, .. packages.Length > 1 ? Array.Empty<string>() : [Library("2.0")]]);
        await box.BeginWithAsync($"{archive}-old", "wl-key", "wl-lib");
        await box.DoneAsync("printf 0 >/etc/wl-code");
    }

    private async Task<ImmutableArray<UpgradeCheckResult>> CheckAsync(string archive, string user = "nobody")
    {
        var (_, output) = await box.RunAsync(Script(archive, user).Compose(Nonce));
        var frame = FramedAnswer.Parse(output, Nonce);
        Assert.True(frame is not null, output);
        return CheckAnswer.Parse(frame)!.Value;
    }

    private CheckScript Script(string archive, string user)
    {
        var script = CheckScript.Of(new UpgradeCheckQuestion(
            new ReleaseRepository { File = "new.sources", Content = box.Source(archive + "-new") },
            [new(new("key", ["wl-key", "wl-lib"], ["wl-nowhere"]), new ComponentCommand { Run = ["wl-status", "upgrade", "a  b"], User = user })]));
        Assert.Null(script.Offence);
        return script;
    }

    /// <summary>Everything that was ever written in the box, with size and times, and what there is in /run and /tmp of ours.</summary>
    private Task<string> FilesAsync() => box.DoneAsync(
        $"find {box.Written} -printf '%p %y %s %m %T@ %C@\\n' | sort; ls -d /run/windlass-* /tmp/windlass-check* /tmp/windlass-target* /var/tmp/windlass-* 2>/dev/null || true");
}
