using System.Text.Json;
using Windlass.Operator.Simulating;
using Windlass.Operator.Tests.Previewing;

namespace Windlass.Operator.Tests.Simulating;

public sealed class SimulatedUpgradeTests
{
    private const string Upgrade = Files.Upgrade;

    private static readonly string Releases = Files.ReleasesWith(
        "{name: key, sourcePackages: [key], controlPlane: {role: gateway, backends: [key], probes: [{port: 5000}]}, satellites: [{role: worker}]}");

    [Fact]
    public void MadeUpCloud_Simulate_TellsTimelineAndCriticalPath()
    {
        using var files = new Files(Releases, Upgrade);

        var (exit, answer, _) = Run(Settings(files) with { Cluster = "gateways=2,workers=3" });

        Assert.Equal(0, exit);
        Assert.StartsWith("ClusterUpgrade to-birch: alder -> birch, 5 nodes (gateway 2, worker 3), simulated\n", answer, StringComparison.Ordinal);
        Assert.Contains("worker", answer, StringComparison.Ordinal);
        Assert.Contains("3 nodes, 1 at a time, 3 waves", answer, StringComparison.Ordinal);
        Assert.Contains("Critical path", answer, StringComparison.Ordinal);
        Assert.Contains("thinnest: key has 1 of 2 servers", answer, StringComparison.Ordinal);

        // The script knows no gateways: nothing is compared with it.
        Assert.DoesNotContain("shell upgrader", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_Simulate_IsTheSameAgainAndCountsSeconds()
    {
        using var files = new Files(Releases, Upgrade);
        var settings = Settings(files) with { Nodes = 10 };

        var (first, second) = (Run(settings, Format.Json).Answer, Run(settings, Format.Json).Answer);

        using var document = JsonDocument.Parse(first);
        Assert.Equal(first, second);
        Assert.Equal(10, document.RootElement.GetProperty("nodes").GetInt32());
        Assert.InRange(document.RootElement.GetProperty("lowerBoundSeconds").GetDouble(), 1, document.RootElement.GetProperty("makespanSeconds").GetDouble());
        Assert.Equal(7, document.RootElement.GetProperty("dataPlane")[0].GetProperty("nodes").GetInt32());
    }

    [Fact]
    public void TimesOfOnesOwn_Simulate_AreUsed()
    {
        using var files = new Files(Releases, Upgrade);
        File.WriteAllText(files["own"], """{"Install key": 1000}""");
        var settings = Settings(files) with { Cluster = "gateway=2,worker=1" };

        Assert.True(Makespan(settings with { DurationsFile = files["own"] }) > Makespan(settings) + 1800);
    }

    /// <summary>As <c>kubectl get cupg -o yaml</c> tells them: what is over is where the times come from, not what is wanted.</summary>
    [Fact]
    public void UpgradesOfThePast_Simulate_TellWhatStepsTake()
    {
        const string Past = """
            apiVersion: windlass.dev/v1alpha1
            kind: ClusterUpgrade
            metadata: {name: to-alder, namespace: cloud}
            spec: {targetRelease: alder}
            status:
              completionTime: "2025-06-01T02:00:00Z"
              stepTimes:
              - {role: gateway, step: Install key, count: 2, medianMilliseconds: 1000000, longestMilliseconds: 1000000}
            """;
        using var files = new Files(Releases, Upgrade, Past);
        using var without = new Files(Releases, Upgrade);
        var (learned, typical) = (Settings(files) with { Cluster = "gateway=2,worker=1" }, Settings(without) with { Cluster = "gateway=2,worker=1" });
        File.WriteAllText(files["own"], """{"Install": 20, "FirstInstall": 20}""");

        Assert.Contains("\nStep times: learned from to-alder (2025-06-01); typical values", Run(learned).Answer, StringComparison.Ordinal);
        Assert.Contains("\nStep times: typical values, assumed", Run(typical).Answer, StringComparison.Ordinal);
        Assert.True(Makespan(learned) > Makespan(typical) + 1800);

        // Whoever says it himself is believed before all of them.
        Assert.True(Makespan(learned with { DurationsFile = files["own"] }) < Makespan(typical));
    }

    [Theory]
    [InlineData("""{"Instal": 1}""", "there is no step Instal; there are Look, ")]
    [InlineData("""{"Install": -1}""", "Install: seconds from 0 to 86400")]
    [InlineData("[]", "not an object of numbers")]
    public void TimesThatCannotBe_Simulate_IsBadInput(string text, string expected)
    {
        using var files = new Files(Releases, Upgrade);
        File.WriteAllText(files["own"], text);

        var (exit, answer, problem) = Run(Settings(files) with { Nodes = 10, DurationsFile = files["own"] });

        Assert.Equal((2, ""), (exit, answer));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, null, "say what there is")]
    [InlineData(10, "worker=1", null, "twice")]
    [InlineData(1, null, null, "--nodes 1: from one of each role")]
    [InlineData(null, "cooks=1", null, "--cluster: the release knows no role cooks")]
    [InlineData(10, null, "cedar", "there is no cedar")]
    public void CloudThatCannotBe_Simulate_IsBadInput(int? nodes, string? cluster, string? from, string expected)
    {
        using var files = new Files(Releases, Upgrade);

        var (exit, answer, problem) = Run(Settings(files) with { Nodes = nodes, Cluster = cluster, From = from });

        Assert.Equal((2, ""), (exit, answer));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    /// <summary>An API behind no load balancer cannot be drained: the preflight check says so, and so does the forecast.</summary>
    [Fact]
    public void CloudThatWouldNotBegin_Simulate_SaysWhereItWaits()
    {
        using var files = new Files(Releases, Upgrade, """
            apiVersion: windlass.dev/v1alpha1
            kind: ClusterNode
            metadata: {name: gw1}
            spec: {address: 10.0.0.1, roles: [gateway], ssh: {secretRef: {name: ssh}, hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA"]}}
            """);

        var (exit, answer, _) = Run(Settings(files));

        Assert.Equal(1, exit);
        Assert.Contains("The run would wait here", answer, StringComparison.Ordinal);
    }

    private static double Makespan(SimulateSettings settings)
    {
        using var document = JsonDocument.Parse(Run(settings, Format.Json).Answer);
        return document.RootElement.GetProperty("makespanSeconds").GetDouble();
    }

    private static SimulateSettings Settings(Files files) => new()
    {
        Files = [files.Folder], Namespace = "cloud", Start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };

    private static (int Exit, string Answer, string Problem) Run(SimulateSettings settings, Format format = Format.Text)
    {
        using var answer = new StringWriter();
        using var problem = new StringWriter();
        var exit = new SimulatedUpgrade(settings, problem, TimeProvider.System).Run(format, answer, CancellationToken.None);
        return (exit, answer.ToString(), problem.ToString());
    }
}
