using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Identities;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Allowances;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Versions;
using Windlass.Nodes.Scripts;

namespace Windlass.Nodes.Tests;

/// <summary>What the wrapper makes of orders: the operator's own text where it is one, and nothing where it is not.</summary>
public sealed class WrapperOrderTests
{
    private const string Nonce = "0123456789abcdef";
    private const string Key = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n";

    private static readonly ObservationRequest Look = new(["nova"], ["nova-new"], ["nova-api.service"], "birch.sources", ["http://10.0.0.1:8774/"]) { Supersedes = ["*-alder.list"] };

    private static readonly string[] Everything =
    [
        .. ScriptResource.All.Where(path => path.StartsWith("steps/", StringComparison.Ordinal)).Select(path => AllowanceLine.Step(Path.GetFileNameWithoutExtension(path))),
        "unit a.service", "new p", "removable r", "question */configure_db", "supersedes *-old.list",
        "repository birch.sources " + Sha("content\n") + " key.asc " + Sha(Key),
        AllowanceLine.Schema(SchemaPhase.Expand, "nova", ["nova-manage", "db sync", "", "ü$(id)\n"]),
        AllowanceLine.Check("nova", ["nova-status", "upgrade", "check"]), AllowanceLine.Configure(["puppet", "agent"]), AllowanceLine.Ask(["mysql", "-e", "show status like 'x%'"]),
        "socket /run/x.sock", "backend nova",
    ];

    public static TheoryData<string> Kinds => [.. Steps.Keys];

    private static ImmutableDictionary<string, NodeStep.Command> Steps { get; } = new NodeStep.Command[]
    {
        new NodeStep.Quiesce(["a.service"]), new NodeStep.Unquiesce(["a.service"]), new NodeStep.Configure("puppet", "u", ["puppet", "agent"], [0, 2], 60), new NodeStep.Reboot("u"),
        new NodeStep.RepairPackages(["a.service"]) { MigrationQuestions = ["*/configure_db"] }, new NodeStep.Autoremove("u", ["p"], ["a.service"], ["s"]),
        new NodeStep.SwitchRepository("birch.sources", "content\n", "key.asc", Key, ["*-old.list"]) { NotesUnneededFor = "u" },
        new NodeStep.Stage([Pin], ["held"]) { Removable = ["r"] }, new NodeStep.Preinstall("u", [Pin], ["a.service"], ["held"]) { MigrationQuestions = ["*/configure_db"] }, new NodeStep.StopAndHold("c", ["a.service"], 60),
        new NodeStep.Install("c", [Pin], ["a.service"], ["held"]) { Removable = ["r"], MigrationQuestions = ["*/configure_db"] },
        new NodeStep.SyncSchema("c", SchemaPhase.Expand, ["nova-manage", "db sync", "", "ü$(id)\n"], "nova", "1"),
        new NodeStep.Release("c", ["a.service"]) { Awaited = ["http://10.0.0.1/"] }, new NodeStep.Restart("c", ["a.service"], 60, RestartCause.OldCode),
    }.ToImmutableDictionary(step => StepBody.Of(step).Kind);

    private static PackagePin Pin => new("p", new DebianVersion("1:2~rc1-1+deb12u1"));

    [Fact]
    public void EveryStepScript_HasAStepHere() => Assert.Equal(
        ScriptResource.All.Where(path => path.StartsWith("steps/", StringComparison.Ordinal)).Select(path => Path.GetFileNameWithoutExtension(path)!).Order(), Steps.Keys.Order());

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task StepOfEachKind_Order_BecomesTheTextThatAShellWouldHaveBeenSent(string kind)
    {
        var order = new StepOrder(new StepId("i-1"), Steps[kind], new Fence(7), 2, TimeSpan.FromSeconds(60), 0, Look);

        await AssertSameAsync(StepScript.Program(order, StepBody.Of(Steps[kind]), TimeSpan.FromSeconds(5), Nonce));
    }

    [Fact]
    public async Task Questions_Order_BecomeTheTextThatAShellWouldHaveBeenSent()
    {
        await AssertSameAsync(ObserveScript.Program(Look, Nonce));
        await AssertSameAsync(ObserveScript.Program(Look with { UnneededBy = "u", KeptSources = ["s"], LeavesNoTrace = true }, Nonce));
        await AssertSameAsync(InquiryScript.Program(new Inquiry.Fetch("http://10.0.0.1:80/x?y=1&z=%20"), Nonce));
        await AssertSameAsync(InquiryScript.Program(new Inquiry.Command(["mysql", "-e", "show status like 'x%'"], TimeSpan.FromSeconds(20)), Nonce));
        var repository = new ReleaseRepository { File = "birch.sources", Content = "content", Keyring = new ReleaseKeyring { Name = "key.asc", Armored = Key }, Supersedes = ["*-old.list"] };
        var asked = new TargetQuestion.Component("nova", ["p"], ["p"]);
        await AssertSameAsync(CheckScript.Of(new UpgradeCheckQuestion(repository, [new(asked, new ComponentCommand { Run = ["nova-status", "upgrade", "check"], User = "nova" })])).Program(Nonce));
        await AssertSameAsync(ResolveScript.Of(new TargetQuestion(repository, [asked], ["nova"]) { Wanted = [Everything[0]] }).Program(Nonce), except: "may-run");
    }

    [Fact]
    public async Task CommandOfTheRunNotAllowed_Resolve_IsRefusedBeforeAnythingIsAsked()
    {
        using var box = new WrapperBox(Everything);
        var repository = new ReleaseRepository { File = "birch.sources", Content = "content", Keyring = new ReleaseKeyring { Name = "key.asc", Armored = Key } };
        var question = new TargetQuestion(repository, [], []) { Wanted = [Everything[0], AllowanceLine.Schema(SchemaPhase.Contract, "nova", ["nova-manage", "contract"])] };

        var result = await box.OrderAsync(ResolveScript.Of(question).Program(Nonce).ForWrapper);

        Assert.Contains($"#{Nonce} refused not allowed by {box.At("policy")}: schema once nova nova-manage contract", result.Output, StringComparison.Ordinal);
        Assert.Null(box.Ran);
    }

    [Theory]
    [InlineData("repository", "content", "anything else")]
    [InlineData("repository", "file", "other.sources")]
    [InlineData("supersedes", "supersedes", "*")]
    public async Task AnotherRepository_SwitchRepository_IsRefused(string word, string key, string value)
    {
        using var box = new WrapperBox(Everything);
        var program = Program(Steps["switch-repository"]);
        var changed = program with { Body = program.Body! with { Data = [.. program.Body.Data.Select(datum => datum.Key == key ? datum with { Value = key == "content" ? ScriptText.Encode(value) : value } : datum)] } };

        Assert.Contains($"refused not allowed by {box.At("policy")}: {word} ", (await box.OrderAsync(changed.ForWrapper)).Output, StringComparison.Ordinal);
        Assert.Null(box.Ran);
    }

    [Theory]
    [InlineData("stop-and-hold", "unit", "ssh.service")]
    [InlineData("install", "pin", "telnetd=1")]
    [InlineData("install", "removable", "openssh-server")]
    [InlineData("install", "question", "openssh-server/permit-root-login")]
    [InlineData("repair-packages", "question", "x/$(id)")]
    [InlineData("sync-schema", "user", "-")]
    [InlineData("sync-schema", "phase", "online-migrations")]
    [InlineData("configure", "argument", "c2g=")]
    [InlineData("release", "unit", "a;b.service")]
    [InlineData("release", "unit", "$(id).service")]
    [InlineData("release", "await", "http://x/$(id)")]
    [InlineData("install", "guard", "../../x.service")]
    [InlineData("install", "pin", "p=1\nunit ssh.service")]
    [InlineData("autoremove", "package", "`id`")]
    public async Task ForeignValueInAStep_Order_IsRefusedAndNothingRuns(string kind, string key, string value)
    {
        using var box = new WrapperBox(Everything);
        var program = Program(Steps[kind]);
        var order = program.ForWrapper;
        var line = order[order.LastIndexOf($"\n{key} ", StringComparison.Ordinal)..].Split('\n')[1];

        var result = await box.OrderAsync(order[..(order.LastIndexOf(line, StringComparison.Ordinal))] + $"{key} {value}" + order[(order.LastIndexOf(line, StringComparison.Ordinal) + line.Length)..]);

        Assert.StartsWith($"#{Nonce} begin\n#{Nonce} refused ", result.Output, StringComparison.Ordinal);
        Assert.Null(box.Ran);
        Assert.Contains(" refuse ", box.Refusals, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PolicyThatOthersMayWrite_AnyOrderThatNeedsIt_IsRefused()
    {
        using var box = new WrapperBox(Everything);
        File.SetUnixFileMode(box.At("policy"), UnixFileMode.UserRead | UnixFileMode.OtherWrite);

        Assert.Contains("somebody else than root may write it", (await box.OrderAsync(Program(Steps["quiesce"]).ForWrapper)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrapperCutOffAnywhere_Order_DoesNothing()
    {
        using var box = new WrapperBox(Everything);
        var text = await File.ReadAllTextAsync(box.At("wrapper"));
        var last = text.LastIndexOf("windlass_node", StringComparison.Ordinal) + 12;
        for (var length = 1000; length <= last; length += length > last - 40 ? 3 : 9973)
        {
            await File.WriteAllTextAsync(box.At("wrapper"), text[..length]);
            Assert.Equal("", (await box.OrderAsync(ObserveScript.Program(Look, Nonce).ForWrapper)).Output);
        }
    }

    /// <summary>Orders of all kinds with bytes and lines by chance in them: what is run is a text of this release and lines that fit, or nothing.</summary>
    [Fact]
    public void OrdersByChance_Order_RunNothingElse()
    {
        using var box = new WrapperBox(Everything);
        var orders = Steps.Values.Select(step => Program(step).ForWrapper).Append(ObserveScript.Program(Look, Nonce).ForWrapper)
            .Append(RuntimeScript.Program("/run/x.sock", "set server nova/a state drain", Nonce).ForWrapper).ToArray();
        string[] poison = ["$(touch PWNED)", "`touch PWNED`", ";touch PWNED", "\ntouch PWNED\n", "\n.\n", "'", "\"", "\\", "\0", "WINDLASS-" + Nonce, "\nWINDLASS-STEP-DATA\n", "é", "..", "*", " ", "\t", "\r\n", "unit a.service"];
        var mutation = Gen.Select(Gen.Int[0, orders.Length - 1], Gen.Double[0, 1], Gen.Int[0, 6], Gen.Int[0, poison.Length - 1]);
        mutation.Sample(
            (which, where, drop, chosen) =>
            {
                var at = (int)(where * orders[which].Length);
                var order = orders[which][..at] + poison[chosen] + orders[which][Math.Min(orders[which].Length, at + drop)..];
                var result = box.OrderAsync(order).GetAwaiter().GetResult();
                AssertHarmless(box, order, result.Output);
            },
            iter: 100, threads: 1);
    }

    private static void AssertHarmless(WrapperBox box, string order, string output)
    {
        Assert.False(File.Exists("PWNED") || File.Exists("/PWNED"), order);
        if (box.Ran is not { } ran)
        {
            return;
        }

        // Everything before the data is of this release; every line of the data is a key and one word that means nothing to a shell.
        var start = ran.LastIndexOf($"main <<'WINDLASS-{Nonce}'\n", StringComparison.Ordinal);
        Assert.True(start > 0 && output == ran, order);
        Assert.Contains(Programs(), program => program.StartsWith(ran[..start] + "main", StringComparison.Ordinal));
        var lines = ran[start..].Split('\n')[1..];
        var end = Array.IndexOf(lines, ".");
        Assert.All(lines[..end], line => Assert.Matches(@"\A[a-z0-9-]+ [A-Za-z0-9_.:@%+=,~*?\[\]/&-]+\z", line));
        Assert.Equal($"WINDLASS-{Nonce}", lines[^2]);
        Assert.All(lines[(end + 1)..^2], line => Assert.Matches(@"\A[A-Za-z0-9+/=]+\z", line));
        var body = Encoding.UTF8.GetString(Convert.FromBase64String(string.Concat(lines[(end + 1)..^2])));
        Assert.True(body.Length == 0 || Steps.Values.Any(step => StepBody.Of(step).Text is var text && body.StartsWith(text[..text.IndexOf("main <<", StringComparison.Ordinal)], StringComparison.Ordinal)), order);
    }

    private static IEnumerable<string> Programs() =>
        [ObserveScript.Program(Look, Nonce).ForShell, Program(Steps["quiesce"]).ForShell, Program(Steps["quiesce"], Look with { UnneededBy = "u" }).ForShell];

    private static NodeProgram Program(NodeStep.Command step, ObservationRequest? look = null) =>
        StepScript.Program(new StepOrder(new StepId("i-1"), step, new Fence(7), 2, TimeSpan.FromSeconds(60), 0, look ?? Look), StepBody.Of(step), TimeSpan.FromSeconds(5), Nonce);

    private static async Task AssertSameAsync(NodeProgram program, string except = "\0")
    {
        using var box = new WrapperBox(Everything);

        var result = await box.OrderAsync(program.ForWrapper);

        Assert.True(box.Ran is not null, result.Output + result.Error);
        Assert.Equal(Unwrapped(program.ForShell), Unwrapped(string.Join('\n', box.Ran!.Split('\n').Where(line => !line.StartsWith(except, StringComparison.Ordinal)))));
    }

    /// <summary>Line ends within base64 are a matter of taste.</summary>
    private static string Unwrapped(string text)
    {
        var data = text.LastIndexOf("\n.\n", StringComparison.Ordinal) + 3;
        var end = text.LastIndexOf("WINDLASS-", StringComparison.Ordinal);
        return text[..data] + text[data..end].Replace("\n", "", StringComparison.Ordinal) + text[end..];
    }

    private static string Sha(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
