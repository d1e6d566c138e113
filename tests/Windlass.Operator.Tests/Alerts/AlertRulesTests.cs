using System.Diagnostics;
using System.Text.RegularExpressions;
using Windlass.Core.Planning.Nodes;
using Windlass.Operator.Metrics;
using Windlass.Operator.Tests.Metrics;

namespace Windlass.Operator.Tests.Alerts;

/// <summary>config/monitoring: every alert fires when it should and not else, speaks of what is measured, and leads to a page that helps.</summary>
public sealed partial class AlertRulesTests
{
    private static readonly string Monitoring = Path.Combine(Root(AppContext.BaseDirectory), "config", "monitoring");
    private static readonly string Rules = File.ReadAllText(Path.Combine(Monitoring, "alerts.yaml"));
    private static readonly string Cases = File.ReadAllText(Path.Combine(Root(AppContext.BaseDirectory), "tests", "Windlass.Operator.Tests", "Alerts", "alerts.test.yaml"));

    public static TheoryData<string> Alerts => [.. AlertName().Matches(Rules).Select(match => match.Groups[1].Value)];

    /// <summary>Reasons that NodeUpgrade's condition Stalled can have: what is waited for, but for a pause, and what the verdict adds.</summary>
    public static TheoryData<string> StallReasons =>
        [.. Enum.GetNames<WaitReason>().Where(reason => reason != nameof(WaitReason.Paused)), "RetriesExhausted", "StepDeadlineExceeded", "RebootTimedOut"];

    [Fact]
    public async Task Rules_PromtoolCheck_FindsNothing() => await PromtoolAsync("check", "rules", "alerts.yaml");

    [Fact]
    public async Task Rules_PromtoolTest_FireWhenTheyShouldAndNotElse() => await PromtoolAsync("test", "rules", "alerts.test.yaml");

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Alert_Cases_ExpectItOnce(string alert) => Assert.Matches($"""alertname(="|: ){alert}\b""", Cases);

    /// <summary>A name that nobody measures would never fire, and promtool's own tests could not tell.</summary>
    [Fact]
    public void NamesInRules_Metrics_AreAllMeasured()
    {
        using var metrics = new WindlassMetrics("test");
        using var listener = new MetricsListener(meter => meter == metrics.Meter);
        Everything.Happen(metrics);
        var measured = listener.Collect().Select(family => family.Name).ToHashSet(StringComparer.Ordinal);

        var named = MetricName().Matches(Rules).Select(match => match.Value).Distinct().ToArray();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, measured));
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Alert_Runbook_Exists(string alert)
    {
        if (alert != "WindlassNodeStalled")
        {
            Assert.Contains($"runbook_url: config/monitoring/runbooks/{alert}.md", Rules, StringComparison.Ordinal);
            AssertIsPage(Path.Combine(Monitoring, "runbooks", $"{alert}.md"));
        }
    }

    /// <summary>A stalled node's alert leads to the page of its reason.</summary>
    [Theory]
    [MemberData(nameof(StallReasons))]
    public void StallReason_Runbook_Exists(string reason) => AssertIsPage(Path.Combine(Monitoring, "runbooks", "stalled", $"{reason}.md"));

    [Fact]
    public void Runbooks_Alerts_EachIsLedTo()
    {
        var pages = Directory.GetFiles(Path.Combine(Monitoring, "runbooks")).Select(Path.GetFileNameWithoutExtension);
        var reasons = Directory.GetFiles(Path.Combine(Monitoring, "runbooks", "stalled")).Select(Path.GetFileNameWithoutExtension);

        Assert.All(pages, page => Assert.Contains(page, Alerts.Select(row => row.Data)));
        Assert.All(reasons, reason => Assert.Contains(reason, StallReasons.Select(row => row.Data)));
    }

    [Fact]
    public void Runbooks_Links_LeadSomewhere()
    {
        foreach (var page in Directory.GetFiles(Path.Combine(Monitoring, "runbooks"), "*.md", SearchOption.AllDirectories))
        {
            foreach (Match link in Link().Matches(File.ReadAllText(page)))
            {
                Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, link.Groups[1].Value)), $"{page}: {link.Value}");
            }
        }
    }

    /// <summary>The reasons of Stalled of an upgrade are on one page, each with what it is and where to read on.</summary>
    [Theory]
    [InlineData("InvalidSpec")]
    [InlineData("UnsupportedUpgradePath")]
    [InlineData("DowngradeRefused")]
    [InlineData("PreflightFailed")]
    [InlineData("FailureBudgetExhausted")]
    [InlineData("NodesStalled")]
    [InlineData("HealthGateFailed")]
    public void StallReasonOfUpgrade_Runbook_TellsOfIt(string reason) =>
        Assert.Contains($"| `{reason}` |", File.ReadAllText(Path.Combine(Monitoring, "runbooks", "WindlassUpgradeStalled.md")), StringComparison.Ordinal);

    private static void AssertIsPage(string path)
    {
        var headings = File.ReadLines(path).Where(line => line.StartsWith('#')).ToArray();
        Assert.Equal([$"# {Path.GetFileNameWithoutExtension(path)}", "## Meaning", "## Impact", "## Diagnosis", "## Mitigation"], headings);
    }

    /// <summary>The rules as they ship, beside the cases.</summary>
    private static async Task PromtoolAsync(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/promtool"), "promtool is not installed (Debian package prometheus)");
        var folder = Directory.CreateTempSubdirectory("windlass-alerts-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "alerts.yaml"), Rules, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "alerts.test.yaml"), Cases, TestContext.Current.CancellationToken);
            using var promtool = Process.Start(new ProcessStartInfo("/usr/bin/promtool", arguments)
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var errors = promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var said = await promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(promtool.ExitCode == 0, said + await errors);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "Windlass.slnx")) ? folder : Root(Path.GetDirectoryName(folder)!);

    [GeneratedRegex(@"alert: (\w+)")]
    private static partial Regex AlertName();

    [GeneratedRegex("windlass_[a-z_]+")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();
}
