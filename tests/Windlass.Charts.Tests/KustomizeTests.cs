using System.Text.Json.Nodes;
using Windlass.Testing.Charts;

namespace Windlass.Charts.Tests;

/// <summary>config/default: written from the chart, and the same when both are rendered.</summary>
public sealed class KustomizeTests
{
    private static readonly string Root = SourceTree.At("config", "default");

    /// <summary>Files of config/default that people write.</summary>
    private static readonly string[] ByHand = ["kustomization.yaml", "namespace.yaml"];

    /// <summary>WINDLASS_WRITE_CHART=1 (`make chart`) writes them. One file for each template, as the chart has it.</summary>
    [Fact]
    public async Task Files_AgainstTheChart_AreWhatItRenders()
    {
        var files = (await RenderAsync()).Documents.Where(document => (string?)document.Object["kind"] != "CustomResourceDefinition")
            .GroupBy(document => Path.GetFileName(document.Template)).ToArray();

        foreach (var file in files)
        {
            CheckedIn.AssertSame(Path.Combine(Root, FolderOf(file.Key), file.Key), Yaml.Of(file.Select(document => Stripped(document.Object))));
        }

        foreach (var folder in files.Select(file => FolderOf(file.Key)).Distinct())
        {
            CheckedIn.AssertOnly(Path.Combine(Root, folder), [.. ByHand, .. files.Where(file => FolderOf(file.Key) == folder).Select(file => file.Key)]);
        }
    }

    /// <summary>By kustomize itself: an overlay with everything has the chart's objects, and a namespace.</summary>
    [Fact]
    public async Task Kustomize_AgainstTheChart_HasTheSameObjects()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "kubectl"))), "kubectl is not installed");
        var expected = (await RenderAsync()).Objects.Select(Stripped).ToDictionary(Identity, StringComparer.Ordinal);

        var kustomized = (await KustomizeAsync()).ToDictionary(Identity, StringComparer.Ordinal);

        Assert.True(kustomized.Remove("v1 Namespace  windlass-system", out var space));
        Assert.Equal("restricted", (string?)space["metadata"]!["labels"]!["pod-security.kubernetes.io/enforce"]);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), kustomized.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, entry => Assert.True(
            JsonNode.DeepEquals(entry.Value, kustomized[entry.Key]), $"{entry.Key}: chart\n{entry.Value.ToJsonString()}\nkustomize\n{kustomized[entry.Key].ToJsonString()}"));
    }

    /// <summary>Uninstalling by config/default/operator must not take the kinds, and the objects of them, along.</summary>
    [Fact]
    public void Operator_Alone_HasNoKinds() =>
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(Root, "operator")), file => File.ReadAllText(file).Contains("CustomResourceDefinition", StringComparison.Ordinal));

    private static async Task<RenderedChart> RenderAsync()
    {
        ValueFiles.SkipWithoutRenderer();
        return await HelmRender.RenderAsync(new ChartRender { Values = "approvalPolicy: {enabled: true}", ApiVersions = ChartRender.PrometheusKinds });
    }

    private static string FolderOf(string template) => template switch
    {
        "monitoring.yaml" => "monitoring",
        "approvalpolicy.yaml" => "approval-policy",
        _ => "operator",
    };

    private static async Task<IReadOnlyList<JsonObject>> KustomizeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("windlass-kustomize-").FullName;
        try
        {
            var root = Path.GetRelativePath(folder, Root);
            await File.WriteAllTextAsync(
                Path.Combine(folder, "kustomization.yaml"), $"resources: [{root}]\ncomponents: [{root}/monitoring, {root}/approval-policy]\n", TestContext.Current.CancellationToken);
            return YamlText.Objects((await ToolRun.RunAsync("kubectl", ["kustomize", folder])).MustSucceed());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Without what only helm knows: which chart, who manages it, what to keep.</summary>
    private static JsonObject Stripped(JsonObject rendered)
    {
        var copy = rendered.DeepClone().AsObject();
        foreach (var metadata in (JsonNode?[])[copy["metadata"], copy["spec"]?["template"]?["metadata"]])
        {
            var labels = metadata?["labels"]?.AsObject();
            labels?.Remove("helm.sh/chart");
            labels?.Remove("app.kubernetes.io/managed-by");
        }

        // The kinds come from crds/ as they are.
        if ((string?)copy["kind"] == "CustomResourceDefinition")
        {
            copy["metadata"]!.AsObject().Remove("labels");
            copy["metadata"]!.AsObject().Remove("annotations");
        }

        return copy;
    }

    private static string Identity(JsonObject one) => $"{one["apiVersion"]} {one["kind"]} {one["metadata"]!["namespace"]} {one["metadata"]!["name"]}";
}
