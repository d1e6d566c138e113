using Windlass.Core.Planning.Steps;

namespace Windlass.Nodes.Tests;

/// <summary>What the bodies do with APT, dpkg and their policies.</summary>
[Collection("local node")]
public sealed class PackageStepBodyTests(LocalNode local) : StepBodyBench(local)
{
    [Theory]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    [InlineData("0", 0)]
    [InlineData("100", StepExit.InstallFailed)]
    public async Task ForeignPolicy_Install_GuardsOnlyOursAndPutsItBackWhateverHappens(string aptExit, int exit)
    {
        _ = Node;
        const string Foreign = "#!/bin/sh\necho foreign\nexit 42\n";
        await File.WriteAllTextAsync(On("/usr/sbin/policy-rc.d"), Foreign);
        File.SetUnixFileMode(On("/usr/sbin/policy-rc.d"), UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(On("/run/fake/apt-exit"), aptExit + "\n");

        var finished = await Run(new NodeStep.Install("c", [Pin("pack" + Tag, "2:1.0~rc1-1")], ["guarded.service"], []));

        Assert.Equal(exit, finished.Entry.ExitCode);
        Assert.Contains("policy for guarded: 101\nforeign\npolicy for free: 42\n", finished.Tail, StringComparison.Ordinal);
        Assert.Equal(Foreign, await Text("/usr/sbin/policy-rc.d"));
        Assert.False(File.Exists(On("/usr/sbin/policy-rc.d.windlass-foreign")));
        File.Delete(On("/usr/sbin/policy-rc.d"));
    }

    [Fact]
    public async Task PolicyLeftBehindByACutOffInstall_Observe_SaysSoAndRepairTakesItAway()
    {
        _ = Node;
        Directory.CreateDirectory(On("/var/lib/windlass/guard"));
        await File.WriteAllTextAsync(On("/var/lib/windlass/guard/active"), "");
        await File.WriteAllTextAsync(On("/usr/sbin/policy-rc.d"), "#!/bin/sh\n# Windlass guard\nexit 101\n");
        await File.WriteAllTextAsync(On("/run/fake/apt-exit"), "0\n");
        Assert.Contains((await Observe([])).Packaging.AuditFindings, line => line.Contains("policy-rc.d", StringComparison.Ordinal));

        await Run(new NodeStep.RepairPackages([]));

        Assert.False(File.Exists(On("/usr/sbin/policy-rc.d")));
        Assert.DoesNotContain((await Observe([])).Packaging.AuditFindings, line => line.Contains("policy-rc.d", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OldSources_SwitchRepository_MovesThemAsideAndStampsTheLists()
    {
        _ = Node;
        var lists = On("/etc/apt/sources.list.d");
        Directory.CreateDirectory(lists);
        await File.WriteAllTextAsync($"{lists}/old{Tag}.list", "deb x y z\n");
        await File.WriteAllTextAsync($"{lists}/other{Tag}.list", "deb a b c\n");
        await File.WriteAllTextAsync(On("/run/fake/apt-exit"), "0\n");
        const string Armoured = "-----BEGIN PGP PUBLIC KEY BLOCK-----\nComment: x\n\naGVs\nbG8=\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n";

        await Done(new NodeStep.SwitchRepository($"new{Tag}.sources", "Types: deb\n$(id)\n", $"k{Tag}.gpg", Armoured, [$"old{Tag}*"]));

        Assert.Equal("Types: deb\n$(id)\n", await File.ReadAllTextAsync($"{lists}/new{Tag}.sources"));
        Assert.Equal("hello", await Text($"/etc/apt/keyrings/k{Tag}.gpg"));
        Assert.True(File.Exists(On($"/var/lib/windlass/superseded/old{Tag}.list")));
        Assert.True(File.Exists($"{lists}/other{Tag}.list"));
        var packaging = (await Observe([], $"new{Tag}.sources")).Packaging;
        Assert.NotNull(packaging.IndexedAt);
        await File.AppendAllTextAsync($"{lists}/new{Tag}.sources", "# edited\n");
        Assert.Null((await Observe([], $"new{Tag}.sources")).Packaging.IndexedAt);
    }

    /// <summary>Configuration management that was given back after an abort puts the old source back. What was installed since must still count as new afterwards.</summary>
    [Fact]
    public async Task OldSourceIsBack_SwitchRepositoryAgain_MovesItAsideAndKeepsTheStamp()
    {
        var (file, old) = ($"again{Tag}.sources", $"/etc/apt/sources.list.d/back{Tag}.list");
        var step = new NodeStep.SwitchRepository(file, $"Types: deb\n# {Tag}\n", "", "", [$"back{Tag}*", $"nothing{Tag}*"]);
        Directory.CreateDirectory(On("/etc/apt/sources.list.d"));
        await File.WriteAllTextAsync(On("/run/fake/apt-exit"), "0\n");
        await Done(step);
        await File.WriteAllTextAsync(On(old), "deb x y z\n");

        var seen = (await Observe([], file, [.. step.Supersedes])).Packaging;
        await Done(step);
        var after = (await Observe([], file, [.. step.Supersedes])).Packaging;

        Assert.Equal([$"back{Tag}.list"], seen.Superseded);
        Assert.Empty(after.Superseded);
        Assert.NotNull(seen.IndexedAt);
        Assert.Equal(seen.IndexedAt, after.IndexedAt);
        Assert.False(File.Exists(On(old)));
    }

    [Fact]
    public async Task DeadMirror_SwitchRepository_DoesNotCountAsIndexed()
    {
        _ = Node;
        await File.WriteAllTextAsync(On("/run/fake/apt-exit"), "100\n");

        var finished = await Run(new NodeStep.SwitchRepository($"dead{Tag}.sources", "Types: deb\n", "", "", []));

        Assert.Equal(StepExit.DownloadFailed, finished.Entry.ExitCode);
        Assert.Null((await Observe([], $"dead{Tag}.sources")).Packaging.IndexedAt);
    }
}
