using Windlass.Testing.Charts;

namespace Windlass.Charts.Tests;

/// <summary>values.yaml, its schema, and what a wrong value is answered with.</summary>
public sealed class ValuesTests
{
    [Theory]
    [InlineData("image: {tagg: x}", "Additional property tagg is not allowed")]
    [InlineData("replica: 2", "Additional property replica is not allowed")]
    [InlineData("replicas: \"2\"", "replicas: Invalid type")]
    [InlineData("watchNamespace: Region_1", "watchNamespace: Does not match pattern")]
    [InlineData("networkPolicy: {nodes: {cidrs: [10.0.0.0/33]}}", "networkPolicy.nodes.cidrs.0: Does not match pattern")]
    [InlineData("networkPolicy: {nodes: {ports: []}}", "networkPolicy.nodes.ports: Array must have at least 1 items")]
    [InlineData("networkPolicy: {metricsFrom: [{}]}", "networkPolicy.metricsFrom.0: Must have at least 1 properties")]
    [InlineData("monitoring: {address: \"::\"}", "monitoring.address: Does not match pattern")]
    [InlineData("monitoring: {port: 80}", "monitoring.port: Must be greater than or equal to 1024")]
    [InlineData("monitoring: {dashboards: {enabled: \"yes\"}}", "monitoring.dashboards.enabled: Invalid type")]
    [InlineData("terminationGracePeriodSeconds: 5", "terminationGracePeriodSeconds: Must be greater than or equal to 30")]
    [InlineData("image: {digest: latest}", "image.digest: Does not match pattern")]
    [InlineData("image: null", "image is required")]
    [InlineData("serviceAccount: {create: false}", "name the existing account in serviceAccount.name")]
    [InlineData("ssh: {config: a, existingConfigMap: b}", "ssh.config and ssh.existingConfigMap exclude each other")]
    public async Task WrongValue_Render_SaysWhatIsWrong(string values, string why)
    {
        ValueFiles.SkipWithoutRenderer();

        var run = await HelmRender.TryAsync(new ChartRender { Values = values });

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ApprovalPolicyBelow130_Render_SaysWhatIsWrong()
    {
        ValueFiles.SkipWithoutRenderer();

        var run = await HelmRender.TryAsync(new ChartRender { Values = "approvalPolicy: {enabled: true}", KubeVersion = "1.29.4" });

        Assert.Contains("Kubernetes 1.30 or later", run.Error, StringComparison.Ordinal);
    }

    /// <summary>A value that the schema does not know is refused at the first render; one that values.yaml lacks cannot be found by people.</summary>
    [Fact]
    public void Schema_AgainstValues_HasTheSameKeys()
    {
        var rows = ChartDocument.Rows().Select(row => row.Key).ToArray();

        Assert.NotEmpty(rows);
        Assert.Equal(ChartDocument.SchemaLeaves().Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Schema_EveryObjectOfOurs_RefusesMore() => Assert.All(ChartDocument.OpenObjects(), name => Assert.Contains(name, ChartDocument.KubernetesOwn));

    /// <summary>WINDLASS_WRITE_CHART=1 (`make chart`) writes it.</summary>
    [Fact]
    public void Readme_TableOfValues_IsThatOfValuesYaml() => CheckedIn.AssertSame(ChartDocument.ReadmePath, ChartDocument.WithTable(File.ReadAllText(ChartDocument.ReadmePath)));

    [Fact]
    public void Chart_Version_IsThatOfTheBuild()
    {
        var chart = File.ReadAllText(SourceTree.At("charts", "windlass", "Chart.yaml"));
        var built = File.ReadAllText(SourceTree.At("Directory.Build.props"));
        var version = System.Text.RegularExpressions.Regex.Match(built, "<Version>([^<]+)</Version>").Groups[1].Value;

        Assert.Contains($"\nversion: {version}\n", chart, StringComparison.Ordinal);
        Assert.Contains($"\nappVersion: {version}\n", chart, StringComparison.Ordinal);
        Assert.Contains($"newTag: {version}\n", File.ReadAllText(SourceTree.At("config", "default", "operator", "kustomization.yaml")), StringComparison.Ordinal);
    }
}
