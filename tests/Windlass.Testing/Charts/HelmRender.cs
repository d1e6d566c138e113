namespace Windlass.Testing.Charts;

/// <summary>
/// tests/helm-render, built when it is first asked for, from Debian's Go packages and without any network: there is no helm in Debian.
/// </summary>
public static class HelmRender
{
    private const string Packages = "/usr/share/gocode";

    private static readonly Lazy<Task<string>> Built = new(BuildAsync);

    private static readonly string[] Needed =
        ["/usr/bin/go", $"{Packages}/src/github.com/Masterminds/sprig", $"{Packages}/src/github.com/xeipuuv/gojsonschema", $"{Packages}/src/sigs.k8s.io/yaml"];

    /// <summary>Why no chart can be rendered here; null when one can.</summary>
    public static string? Missing => Needed.FirstOrDefault(path => !Path.Exists(path)) is { } absent
        ? $"no {absent}: tests/lab/setup golang-go golang-github-masterminds-sprig-dev golang-github-xeipuuv-gojsonschema-dev golang-k8s-sigs-yaml-dev"
        : null;

    /// <summary>Renders it.</summary>
    /// <param name="input">With what.</param>
    /// <exception cref="InvalidOperationException">helm would refuse it, too; with what it says.</exception>
    public static async Task<RenderedChart> RenderAsync(ChartRender input) => RenderedChart.Read((await TryAsync(input)).MustSucceed());

    /// <summary>Tries to render it; its output is JSON when it goes well.</summary>
    /// <param name="input">With what.</param>
    public static async Task<ToolRun> TryAsync(ChartRender input)
    {
        var program = await Built.Value;
        var values = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(values, input.Values);
            return await ToolRun.RunAsync(program,
            [
                "-name", input.Name, "-namespace", input.Namespace, "-kube-version", input.KubeVersion, "-f", values,
                .. input.ApiVersions.SelectMany(each => (string[])["-api-versions", each]), input.Chart,
            ]);
        }
        finally
        {
            File.Delete(values);
        }
    }

    /// <summary>Several test programs may be at it at once: each puts its own whole file in place.</summary>
    private static async Task<string> BuildAsync()
    {
        var program = SourceTree.At("artifacts", "helm-render", "helm-render");
        var fresh = $"{program}.{Environment.ProcessId}";
        Directory.CreateDirectory(Path.GetDirectoryName(program)!);
        var go = await ToolRun.RunAsync("/usr/bin/go", ["build", "-o", fresh, "./tests/helm-render"], environment: new Dictionary<string, string>
        {
            ["GO111MODULE"] = "off",
            ["GOPATH"] = Packages,
            ["GOFLAGS"] = "",
            ["GOCACHE"] = SourceTree.At("artifacts", "helm-render", "cache"),
            ["CGO_ENABLED"] = "0",
        });
        go.MustSucceed();
        File.Move(fresh, program, overwrite: true);
        return program;
    }
}
