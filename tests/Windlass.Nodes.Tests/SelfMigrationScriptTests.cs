using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Versions;
using Windlass.Nodes.Answers;
using Windlass.Nodes.Scripts;

namespace Windlass.Nodes.Tests;

/// <summary>
/// Packages that migrate their database while they are installed, on a real APT, dpkg and debconf: made as Debian's nova-common and nova-api
/// are, the second of which activates a trigger on which the first migrates without a question.
/// </summary>
public sealed class SelfMigrationScriptTests(AptBox box) : IClassFixture<AptBox>
{
    private const string Nonce = "0123456789abcdef";
    private const string Told = "wp-common wp/configure_db boolean {0}\nwp-api wpapi/configure_db boolean {0}";

    private static readonly ImmutableArray<string> Questions = ["*/configure_db"];
    private static readonly ImmutableArray<PackagePin> Pins = [new("wp-common", new DebianVersion("2")), new("wp-api", new DebianVersion("2"))];

    /// <summary>What it is for: without the questions these packages do migrate, the trigger included.</summary>
    [Fact]
    public async Task AnsweredYes_InstallWithoutQuestions_Migrates()
    {
        await NodeAsync("true");

        await box.DoneAsync(StepBody.Of(new NodeStep.Install("svc", Pins, [], [])).Text);

        Assert.Equal("api\ncommon\ntrigger\n", await MigratedAsync());
    }

    [Fact]
    public async Task AnsweredYes_Install_DoesNotMigrateAndLeavesTheAnswers()
    {
        await NodeAsync("true");

        var output = await box.DoneAsync(StepBody.Of(new NodeStep.Install("svc", Pins, [], []) { MigrationQuestions = Questions }).Text);

        Assert.Equal("", await MigratedAsync());
        Assert.Equal("wp-api 2\nwp-common 2\n", await box.PackagesAsync());
        Assert.Equal("wp/configure_db: true\nwpapi/configure_db: true\n", await AnswersAsync());
        Assert.DoesNotContain("unable to save", output, StringComparison.Ordinal);
    }

    /// <summary>The package scripts of what was cut off run in the repair.</summary>
    [Fact]
    public async Task AnsweredYesAndCutOff_Repair_DoesNotMigrate()
    {
        await NodeAsync("true");
        await box.DoneAsync("cd /tmp && apt-get -qq download wp-common=2 wp-api=2 && dpkg --unpack ./wp-common_2_all.deb ./wp-api_2_all.deb && rm ./wp-*.deb");

        await box.DoneAsync(StepBody.Of(new NodeStep.RepairPackages([]) { MigrationQuestions = Questions }).Text);

        Assert.Equal(("", "wp-api 2\nwp-common 2\n"), (await MigratedAsync(), await box.PackagesAsync()));
    }

    /// <summary>A question that only the new package brings, with a default of its own.</summary>
    [Fact]
    public async Task QuestionOnlyInTheNewPackage_InstallWithItsName_DoesNotMigrate()
    {
        await NodeAsync("false");

        await box.DoneAsync(StepBody.Of(new NodeStep.Install("new", [new("wp-late", new DebianVersion("2"))], [], []) { MigrationQuestions = ["wplate/configure"] }).Text);

        Assert.Equal("", await MigratedAsync());
    }

    [Fact]
    public async Task AnsweredYes_Resolve_NamesQuestionsAndPackagesAndChangesNothing()
    {
        await NodeAsync("true");
        var before = await FilesAsync();

        var answer = await ResolveAsync("wp-common", "wp-api");

        Assert.Equal(
            ["wp/configure_db wp-common", "wpapi/configure_db wp-api"], answer.SelfMigrations.Select(each => $"{each.Question} {string.Join(',', each.Packages)}"));
        Assert.Equal(before, await FilesAsync());
    }

    [Theory]
    [InlineData("false", "wp-common")]
    [InlineData("true", "wp-other")]
    public async Task AnsweredNoOrNotOfTheRelease_Resolve_FindsNothing(string told, string package)
    {
        await NodeAsync(told);

        var answer = await ResolveAsync(package);

        Assert.True(answer is { SelfMigrations.IsEmpty: true, DebconfFailure: null, Failure: null });
    }

    [Fact]
    public async Task DebconfBroken_Resolve_SaysSoAndStillTellsTheRest()
    {
        await NodeAsync("true");
        await box.DoneAsync("mv /usr/bin/debconf-show /usr/bin/debconf-was && printf '#!/bin/sh\\nexit 2\\n' >/usr/bin/debconf-show && chmod 755 /usr/bin/debconf-show");

        var answer = await ResolveAsync("wp-common");
        var (code, output) = await box.RunAsync(StepBody.Of(new NodeStep.Install("svc", Pins, [], []) { MigrationQuestions = Questions }).Text);
        await box.DoneAsync("mv -f /usr/bin/debconf-was /usr/bin/debconf-show");

        Assert.Equal(("debconf-show ends with an error", "2"), (answer.DebconfFailure, answer.Candidates["wp-common"].Value));
        Assert.True(code == StepExit.InstallFailed && output.Contains("a package might migrate its database by itself", StringComparison.Ordinal), output);
        Assert.Equal("wp-api 1\nwp-common 1\n", await box.PackagesAsync());
    }

    private async Task<TargetResolution> ResolveAsync(params string[] packages)
    {
        var question = new TargetQuestion(
            new ReleaseRepository { File = "new.sources", Content = box.Source("self-new") }, [new("svc", [.. packages], [])], []) { MigrationQuestions = Questions };
        var script = ResolveScript.Of(question);
        Assert.Null(script.Offence);
        var (_, output) = await box.RunAsync(script.Compose(Nonce));
        var frame = FramedAnswer.Parse(output, Nonce);
        Assert.True(frame is not null, output);
        return ResolutionAnswer.Parse(frame)!;
    }

    private async Task NodeAsync(string told)
    {
        await box.PublishAsync("self-old", "Package: wp-common|Version: 1", "Package: wp-api|Version: 1|Depends: wp-common");
        await box.PublishAsync(
            "self-new",
            Migrating("wp-common", "wp/configure_db", "common", "") + "|File: /DEBIAN/triggers interest wp-common-db-sync\n",
            Migrating("wp-api", "wpapi/configure_db", "api", "dpkg-trigger --no-await wp-common-db-sync") + "|Depends: wp-common (= 2), debconf",
            Migrating("wp-late", "wplate/configure", "late", "", "true"));
        await box.DoneAsync("echo PURGE | debconf-communicate wp-common wp-api wp-late >/dev/null 2>&1; rm -rf /var/lib/wp-migrated /var/lib/windlass; mkdir /var/lib/wp-migrated");
        await box.BeginWithAsync("self-old", "wp-common", "wp-api");
        await box.DoneAsync($"printf '{Told.Replace("{0}", told, StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\\n' | debconf-set-selections");
        await box.TurnToAsync("self-new");
    }

    /// <summary>Package scripts as openstack-pkg-tools writes them, cut down to what matters.</summary>
    private static string Migrating(string name, string question, string mark, string then, string byDefault = "false") =>
        $"Package: {name}|Version: 2"
        + $"|File: /DEBIAN/templates Template: {question}\\nType: boolean\\nDefault: {byDefault}\\nDescription: Set up a database?\\n for it\\n"
        + $"|File: /DEBIAN/config #!/bin/sh\\nset -e\\n. /usr/share/debconf/confmodule\\nif db_input high {question}; then db_go; fi\\n"
        + $"|File: /DEBIAN/postinst #!/bin/sh\\nset -e\\nif [ \"$1\" = triggered ]; then touch /var/lib/wp-migrated/trigger; exit 0; fi\\n"
        + $". /usr/share/debconf/confmodule\\ndb_get {question}\\nif [ \"$RET\" = true ]; then touch /var/lib/wp-migrated/{mark}\\n{then}\\nfi\\ndb_stop\\n";

    private Task<string> MigratedAsync() => box.DoneAsync("ls /var/lib/wp-migrated");

    private Task<string> AnswersAsync() => box.DoneAsync("debconf-show wp-common wp-api | cut -c3- | sort");

    /// <summary>Everything that was ever written in the box, with size and times, and what there is of ours in memory.</summary>
    private Task<string> FilesAsync() => box.DoneAsync(
        $"find {box.Written} -printf '%p %y %s %m %T@ %C@\\n' | sort; ls -d /run/windlass-* /tmp/windlass-target* 2>/dev/null || true");
}
