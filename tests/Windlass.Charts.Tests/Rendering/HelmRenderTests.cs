using System.Text.Json.Nodes;

namespace Windlass.Charts.Tests.Rendering;

/// <summary>The renderer that stands in for helm: it fails where helm does, or a broken chart would pass every other test here.</summary>
public sealed class HelmRenderTests
{
    private const string Head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: it}\n";

    public static TheoryData<string, string> Broken => new()
    {
        { "{{ nonsense .Values }}", "function \"nonsense\" not defined" },
        { "{{ env \"HOME\" }}", "function \"env\" not defined" },
        { "{{ include \"nothing\" . }}", "no template \"nothing\"" },
        { "{{ if }}", "missing value for if" },
        { "{{ required \"name it\" .Values.empty }}", "name it" },
        { "{{ fail \"not so\" }}", "not so" },
        { "a: {{ .Values.missing }}", "map has no entry for key \"missing\"" },
        { "a: {{ .Values.nothing.below }}", "nil pointer" },
        { "{{ define \"self\" }}{{ include \"self\" . }}{{ end }}{{ include \"self\" . }}", "nested reference" },
        { Head + "data: {a: \"1\"}\ndata: {b: \"2\"}", "already set in map" },
        { Head + "data: {a: [}", "yaml" },
        { "kind: ConfigMap\nmetadata: {name: it}", "an object needs apiVersion, kind and metadata.name" },
        { Head + "---\n" + Head, "is in small/templates/it.yaml already" },
        { "{{ tpl \"{{ nonsense }}\" . }}", "function \"nonsense\" not defined" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task BrokenTemplate_Render_FailsAndSaysWhy(string template, string why)
    {
        ValueFiles.SkipWithoutRenderer();
        using var chart = new SmallChart(template, "empty: \"\"\nnothing: null\n");

        var run = await chart.TryAsync();

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("count: three", "count: Invalid type. Expected: integer, given: string")]
    [InlineData("more: 1", "Additional property more is not allowed")]
    [InlineData("count: null", "count is required")]
    [InlineData("count: 1\ncount: 2", "already set in map")]
    public async Task BadValues_Render_AreRefused(string values, string why)
    {
        ValueFiles.SkipWithoutRenderer();
        using var chart = new SmallChart(
            Head, "count: 1", """{"type":"object","additionalProperties":false,"required":["count"],"properties":{"count":{"type":"integer"}}}""");

        Assert.Equal(0, (await chart.TryAsync("count: 2")).ExitCode);
        var run = await chart.TryAsync(values);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OldCluster_Render_IsRefused()
    {
        ValueFiles.SkipWithoutRenderer();
        using var chart = new SmallChart(Head);

        Assert.Contains("incompatible with Kubernetes v1.24.0", (await chart.TryAsync(kube: "1.24.0")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HelmsOwnFunctions_Render_GiveWhatHelmGives()
    {
        ValueFiles.SkipWithoutRenderer();
        using var chart = new SmallChart(
            Head + """
            data:
              tpl: {{ tpl .Values.text . | quote }}
              files: {{ .Files.Get "text.txt" | trim | quote }}
              glob: {{ range $name, $_ := .Files.Glob "*.txt" }}{{ $name }}{{ end }}
              lookup: {{ lookup "v1" "Secret" "a" "b" | toJson | quote }}
              has: {{ .Capabilities.APIVersions.Has "example.com/v1" | quote }}
              kind: {{ .Capabilities.APIVersions.Has "example.com/v1/Thing" | quote }}
              not: {{ .Capabilities.APIVersions.Has "example.com/v1/Th" | quote }}
              yaml: {{ (fromYaml "a: {b: c}").a.b }}
              chart: {{ .Chart.Name }}-{{ .Chart.Version }}
              release: {{ .Release.Name }} {{ .Release.Namespace }} {{ .Release.Service }}
              merged: {{ toJson .Values.map | quote }}
            """,
            "text: \"{{ .Release.Name }}!\"\nmap: {a: 1, b: {c: 2, d: 3}}");

        var data = JsonNode.Parse((await chart.TryAsync("map: {b: {c: 4, d: null}}")).MustSucceed())!["documents"]![0]!["object"]!["data"]!;

        Assert.Equal(
            ["windlass!", "line", "text.txt", "{}", "true", "true", "false", "c", "small-1.2.3", "windlass windlass-system Helm", """{"a":1,"b":{"c":4}}"""],
            ((string[])["tpl", "files", "glob", "lookup", "has", "kind", "not", "yaml", "chart", "release", "merged"]).Select(key => (string?)data[key]));
    }
}
