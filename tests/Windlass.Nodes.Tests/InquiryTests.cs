using Windlass.Core.Observation;

namespace Windlass.Nodes.Tests;

/// <summary>Questions that are no steps, over a real sshd.</summary>
[Collection("local node")]
public class InquiryTests(LocalNode local) : IAsyncLifetime
{
    private INode? node;

    private INode Node => node ??= Connect();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return node?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Command_Ask_TellsExitCodeAndOutput() => Assert.Equal(
        new InquiryOutcome.Answered(3, "out\nerr\n"), await AskAsync("sh", "-c", "echo out; echo err >&2; exit 3"));

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("$(id) `id` \\ ' \" *; #")]
    [InlineData("line\nend\n")]
    public async Task AnyArgument_Ask_ArrivesAsItIs(string argument) => Assert.Equal(
        new InquiryOutcome.Answered(0, $"<{argument}>\n"), await AskAsync("printf", "<%s>", argument));

    [Fact]
    public async Task CommandThatIsNotThere_Ask_Tells127() => Assert.Equal(127, Assert.IsType<InquiryOutcome.Answered>(await AskAsync("no-such-command")).ExitCode);

    [Theory]
    [InlineData("sleep 60")]
    [InlineData("trap '' TERM; while :; do sleep 1; done")]
    public async Task CommandWithoutEnd_Ask_IsEndedAndTells124(string body)
    {
        var outcome = await Node.AskAsync(new Inquiry.Command(["sh", "-c", body], TimeSpan.FromSeconds(1)), default);

        Assert.Equal(124, Assert.IsType<InquiryOutcome.Answered>(outcome).ExitCode);
    }

    [Fact]
    public async Task MoreThanAGateReads_Ask_IsCutAndNotLost()
    {
        var outcome = Assert.IsType<InquiryOutcome.Answered>(await AskAsync("sh", "-c", "head -c 5000000 /dev/zero | tr '\\0' x"));

        Assert.Equal((0, 3_000_000), (outcome.ExitCode, outcome.Output.Length));
    }

    [Fact]
    public async Task NobodyListens_Fetch_Tells000() =>
        Assert.EndsWith("000", Assert.IsType<InquiryOutcome.Answered>(await Node.AskAsync(new Inquiry.Fetch("http://127.0.0.1:1/"), default)).Output.TrimEnd(), StringComparison.Ordinal);

    [Fact]
    public async Task UrlThatIsNone_Ask_IsRefused() => Assert.IsType<InquiryOutcome.Refused>(await Node.AskAsync(new Inquiry.Fetch("file:///etc/shadow"), default));

    private protected virtual INode Connect() => local.Ssh.Connect(local.Address("worker"));

    private Task<InquiryOutcome> AskAsync(params string[] argv) => Node.AskAsync(new Inquiry.Command([.. argv], TimeSpan.FromSeconds(20)), default);
}
