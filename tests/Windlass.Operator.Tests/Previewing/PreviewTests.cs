using Windlass.Operator.Commands;
using Windlass.Operator.Previewing;

namespace Windlass.Operator.Tests.Previewing;

/// <summary>Exit statuses, and that nothing is looked at when the input is bad.</summary>
public sealed class PreviewTests
{
    [Fact]
    public async Task BadManifest_Run_IsBadInput()
    {
        using var files = new Files("a: [");

        Assert.Equal((ExitCodes.BadInput, ""), await RunAsync(files.Settings));
    }

    [Fact]
    public async Task NoKey_Run_IsBadInput()
    {
        using var files = new Files(Files.Nodes, Files.Releases, Files.Upgrade);

        Assert.Equal((ExitCodes.BadInput, ""), await RunAsync(files.Settings with { KeyFile = files["nokey"] }));
        Assert.Equal((ExitCodes.BadInput, ""), await RunAsync(files.Settings with { SshConfigFile = files["noconfig"] }));
    }

    [Fact]
    public async Task ReleaseThatIsNotThere_Run_IsRefusedBeforeAnyNodeIsLookedAt()
    {
        using var files = new Files(Files.Nodes, Files.Upgrade);

        Assert.Equal((ExitCodes.CheckFailed, "there is no ClusterRelease birch in this namespace; known: none"), await RunAsync(files.Settings));
    }

    /// <summary>The nodes' names lead nowhere: everything is seen to fail, nothing stays behind here.</summary>
    [Fact]
    public async Task NodesThatCannotBeReached_Run_FailsPreflightAndLeavesNothingHere()
    {
        using var files = new Files(Files.Nodes.Replace(".test,", ".invalid,", StringComparison.Ordinal), Files.Releases, Files.Upgrade);
        var before = Directory.GetDirectories(Path.GetTempPath(), $"windlass-{Environment.ProcessId}-*");

        var (exit, answer) = await RunAsync(files.Settings);

        Assert.Equal((ExitCodes.CheckFailed, "cmp1 cmp2"), (exit, answer));
        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), $"windlass-{Environment.ProcessId}-*").Except(before));
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("preflight", "-f", "x")]
    [InlineData("plan", "-f", "x", "--ssh-key", "x", "-o", "yaml")]
    [InlineData("import")]
    [InlineData("import", "--kolla", "x", "--oci-csv", "x")]
    public async Task IncompleteCommandLine_Invoked_IsBadInput(params string[] arguments) =>
        Assert.Equal(ExitCodes.BadInput, await CommandLine.Root().Parse(arguments).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken));

    /// <summary>The exit status, and the refusal or the nodes with findings.</summary>
    private static async Task<(int Exit, string Answer)> RunAsync(PreviewSettings settings)
    {
        var output = new StringWriter();
        var preview = new Preview(settings, new StringWriter(), TimeProvider.System);
        var exit = await preview.RunAsync(
            (_, projection, _) => projection.Refusal?.Message ?? string.Join(' ', projection.Findings.Select(finding => finding.Node)), output, TestContext.Current.CancellationToken);
        return (exit, output.ToString());
    }
}
