using System.Text.Json.Nodes;
using Windlass.Core.Api.Meta;
using Windlass.Operator.Commands;
using Windlass.Operator.Plugin;
using YamlDotNet.RepresentationModel;

namespace Windlass.Operator.Tests.Plugin;

/// <summary>What people type, and what they get to read.</summary>
public sealed class WordsTests
{
    [Theory]
    [InlineData("45s", 45)]
    [InlineData("1h30m", 5400)]
    [InlineData("3d", 259200)]
    public void Duration_Parse_IsRead(string text, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Span.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("0s")]
    [InlineData("30m1h")]
    [InlineData("-1h")]
    [InlineData("400d")]
    [InlineData("99999999999s")]
    public void NoDuration_Parse_IsRefused(string text) => Assert.Null(Span.Parse(text));

    /// <summary>Texts that YAML takes for something else, and shapes that it writes in another way, come back as they were.</summary>
    [Fact]
    public void Json_AsYaml_ReadsBackTheSame()
    {
        var json = JsonNode.Parse("""
            {"no":"no","n":7,"t":true,"z":null,"time":"2026-01-01T00:00:00Z","empty":"","list":[],"map":{},"text":"a: b # c","lines":"one\ntwo\n","items":[{"x":"1e3","y":["-"]}]}
            """)!;
        var yaml = new YamlStream();
        yaml.Load(new StringReader(YamlText.Of(json)));
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;

        foreach (var (name, expected) in new[] { ("no", "no"), ("time", "2026-01-01T00:00:00Z"), ("empty", ""), ("text", "a: b # c"), ("lines", "one\ntwo\n"), ("n", "7"), ("t", "true") })
        {
            Assert.Equal(expected, ((YamlScalarNode)root[name]).Value);
        }

        Assert.Equal(YamlDotNet.Core.ScalarStyle.DoubleQuoted, ((YamlScalarNode)root["no"]).Style);
        Assert.Empty((YamlSequenceNode)root["list"]);
        Assert.Empty((YamlMappingNode)root["map"]);
        Assert.Equal("1e3", ((YamlScalarNode)((YamlMappingNode)((YamlSequenceNode)root["items"])[0])["x"]).Value);
    }

    [Fact]
    public void Upgrades_ChooseWithoutAName_IsTheOneAtWorkElseTheLast()
    {
        var old = Runs.Upgrade("old", Runs.Status() with { CompletionTime = Runs.Now }) with { Metadata = new ObjectMeta { Name = "old", CreationTimestamp = Runs.Now.AddDays(-9) } };
        var last = old with { Metadata = old.Metadata with { Name = "last", CreationTimestamp = Runs.Now } };

        Assert.Equal("to-birch", UpgradeChoice.Of([old, Runs.Upgrade(), last], null, "lab", out _)!.Metadata.Name);
        Assert.Equal("last", UpgradeChoice.Of([last, old], null, "lab", out _)!.Metadata.Name);
        Assert.Null(UpgradeChoice.Of([last, old], "up", "lab", out var problem));
        Assert.Equal("no ClusterUpgrade up in namespace lab: there are old, last", problem);
        Assert.Null(UpgradeChoice.Of([], null, "lab", out problem));
        Assert.Contains("no ClusterUpgrade in namespace lab", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("why")]
    [InlineData("pause")]
    [InlineData("pause", "--reason", "x", "--node", "a", "--role", "b")]
    [InlineData("skip", "check", "NoSuchCheck")]
    [InlineData("completion", "tcsh")]
    [InlineData("status", "-o", "xml")]
    public async Task WrongCommandLine_Invoked_IsRefused(params string[] arguments) =>
        Assert.NotEqual(0, await CommandLine.Plugin().Parse(arguments).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("wait", "--timeout", "soon")]
    [InlineData("pause", "--reason", "x", "--for", "ever")]
    [InlineData("status", "--kubeconfig", "/nonexistent")]
    public async Task WhatCannotBeUsed_Invoked_IsBadInput(params string[] arguments) =>
        Assert.Equal(ExitCodes.BadInput, await CommandLine.Plugin().Parse(arguments).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken));
}
