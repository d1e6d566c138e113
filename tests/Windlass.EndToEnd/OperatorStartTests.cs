using System.Diagnostics;
using Windlass.EndToEnd.Harness;

namespace Windlass.EndToEnd;

/// <summary>`windlass operator` where it cannot work says so in words, not in a stack trace. Needs no lab.</summary>
public sealed class OperatorStartTests
{
    [Theory]
    [InlineData("clusters: [", "kubeconfig")]
    [InlineData("apiVersion: v1\nkind: Config\ncurrent-context: nowhere\n", "nowhere")]
    public async Task BrokenKubeconfig_OperatorStarts_SaysWhatIsWrong(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["kubeconfig"], text);
        var answer = await Command.RunAsync(
            Checkout.Windlass, ["operator", "--kubeconfig", folder["kubeconfig"], "--runtime-dir", folder["rt"], "--monitoring", "127.0.0.1:0", "--page", "off"]);
        Assert.NotEqual(0, answer.ExitCode);
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DefinitionsNotInstalled_OperatorStarts_SaysSo()
    {
        using var api = new EmptyApiServer();
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["kubeconfig"], api.Kubeconfig);
        using var process = Process.Start(Command.Prepare(
            Checkout.Windlass, ["operator", "--kubeconfig", folder["kubeconfig"], "--runtime-dir", folder["rt"], "--monitoring", "127.0.0.1:0", "--page", "off"]))!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync(deadline.Token);
        }
        while (line?.Contains("does not serve clusterupgrades.windlass.dev v1alpha1", StringComparison.Ordinal) == false);

        process.Kill();
        await process.WaitForExitAsync(deadline.Token);
        Assert.Contains("CustomResourceDefinition", line, StringComparison.Ordinal);
    }
}
