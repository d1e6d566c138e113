using System.Diagnostics;
using CsCheck;
using Windlass.Nodes.Scripts;
using Windlass.Nodes.Transport;

namespace Windlass.Nodes.Tests;

public sealed class ScriptTests
{
    private static readonly string[] Libraries = ["lib/common.sh", "lib/ledger.sh", "lib/journal.sh", "lib/hold.sh", "lib/apt.sh", "lib/target.sh"];

    public static TheoryData<string> Mains => [.. ScriptResource.All.Where(path => !path.StartsWith("lib/", StringComparison.Ordinal) && !path.StartsWith("node/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Mains))]
    public async Task EveryScript_Shellcheck_FindsNothing(string path)
    {
        Assert.SkipWhen(!File.Exists("/usr/bin/shellcheck"), "needs shellcheck");
        var text = ScriptText.Compose([.. Libraries, path], "END", []);

        // Functions and settings of libraries that this script does not use are no findings.
        var result = await ChildProcess.RunAsync(
            "shellcheck", ["-s", "sh", "-e", "SC2034,SC2317,SC2329", "-"], text, TimeSpan.FromMinutes(1), TimeProvider.System, default);

        Assert.True(result.ExitCode == 0, result.Output);
    }

    [Fact]
    public async Task Wrapper_Shellcheck_FindsNothing()
    {
        Assert.SkipWhen(!File.Exists("/usr/bin/shellcheck"), "needs shellcheck");

        var result = await ChildProcess.RunAsync(
            "shellcheck", ["-s", "sh", "-e", "SC2034,SC2317,SC2329", "-"], NodeWrapper.Text, TimeSpan.FromMinutes(1), TimeProvider.System, default);

        Assert.True(result.ExitCode == 0, result.Output);
    }

    [Fact]
    public async Task TextCutOffAnywhere_Observe_DoesNothing()
    {
        var text = ObserveScript.Compose(new([], [], [], "", []), "abc");
        var last = text.IndexOf("\n.\n", text.LastIndexOf("main <<", StringComparison.Ordinal), StringComparison.Ordinal);
        for (var length = 1; length <= last; length += length > last - 25 ? 1 : 1487)
        {
            var result = await ChildProcess.RunAsync("sh", ["-s"], text[..length], TimeSpan.FromSeconds(20), TimeProvider.System, default);
            Assert.Equal("", result.Output);
        }
    }

    [Fact]
    public void WordsThatPass_IsName_MeanNothingToAShell() =>
        Gen.String.Sample(word => !SafeWord.IsName(word) || word.All(c => char.IsAsciiLetterOrDigit(c) || "_.:@%+=,~-".Contains(c)));

    [Theory]
    [InlineData("nova-api.service", true)]
    [InlineData("openvswitch@1.service", true)]
    [InlineData("a/b.service", false)]
    [InlineData("..service", false)]
    [InlineData("a*.service", false)]
    [InlineData("service", false)]
    public void UnitName_IsUnit_IsAsSystemdHasIt(string name, bool isUnit) => Assert.Equal(isUnit, SafeWord.IsUnit(name));

    [Theory]
    [InlineData("http://10.0.0.1:5000/healthcheck?x=1&y=2", true)]
    [InlineData("https://[fd00::1]:5000/", true)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("http://a/$(id)", false)]
    [InlineData("http://a/ b", false)]
    public void Address_IsUrl_IsHttpWithoutTricks(string url, bool isUrl) => Assert.Equal(isUrl, SafeWord.IsUrl(url));

    [Theory]
    [InlineData("two words")]
    [InlineData("two\nlines")]
    [InlineData("")]
    public void ValueThatIsNoWord_Compose_Throws(string value) =>
        Assert.Throws<ArgumentException>(() => ScriptText.Compose(["lib/common.sh"], "END", [new ScriptDatum("k", value)]));

    [Fact]
    public async Task GrandchildHoldsThePipes_Run_DoesNotWaitForIt()
    {
        var watch = Stopwatch.StartNew();

        var result = await ChildProcess.RunAsync("sh", ["-c", "sleep 16 & echo out"], "", TimeSpan.FromSeconds(20), TimeProvider.System, default);

        Assert.Equal((ChildEnd.Exited, "out\n"), (result.End, result.Output));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(14), "waited for the grandchild");
    }

    [Fact]
    public async Task EndlessOutput_Run_IsStoppedAtTheCap()
    {
        var result = await ChildProcess.RunAsync("sh", ["-c", "exec cat /dev/zero"], "", TimeSpan.FromSeconds(20), TimeProvider.System, default);

        Assert.Equal((ChildEnd.Overflowed, 4 * 1024 * 1024), (result.End, result.Output.Length));
    }

    [Fact]
    public void PrivateKey_ToString_IsRedacted() => Assert.DoesNotContain("secret", $"{new PrivateKey("secret")}", StringComparison.Ordinal);
}
