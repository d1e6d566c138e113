using System.Text.Json.Nodes;
using CsCheck;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Tests.Schema;

public sealed class YamlTests
{
    [Theory]
    [InlineData("a: 1", """{"a":1}""")]
    [InlineData("a: 007", """{"a":7}""")]
    [InlineData("a: -1.50", """{"a":-1.5}""")]
    [InlineData("a: 1e3", """{"a":1000}""")]
    [InlineData("a: 0x1F", """{"a":31}""")]
    [InlineData("a: [yes, no, on, y, True, false, ~, null, '', \"1\", 'true']", """{"a":["yes","no","on","y",true,false,null,null,"","1","true"]}""")]
    [InlineData("a:\nb: |\n  12\n", """{"a":null,"b":"12\n"}""")]
    [InlineData("a: !!str 12", """{"a":"12"}""")]
    [InlineData("a: 1.2.3\nb: 2026-01-01T00:00:00Z\nc: 10%", """{"a":"1.2.3","b":"2026-01-01T00:00:00Z","c":"10%"}""")]
    [InlineData("a: &x {b: 1}\nc: *x", """{"a":{"b":1},"c":{"b":1}}""")]
    public void Scalars_ToJson_FollowTheCoreSchema(string yaml, string json) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), Assert.Single(Yaml.ToJson(yaml))), Yaml.ToJson(yaml)[0].ToJsonString());

    [Fact]
    public void SeveralDocuments_ToJson_GivesEachNonEmptyOne() =>
        Assert.Equal([1, 2], Yaml.ToJson("---\na: 1\n---\n---\n# nothing\n---\na: 2\n").Select(item => item["a"]!.GetValue<int>()));

    [Theory]
    [InlineData("a: 1\na: 2")]
    [InlineData("- 1")]
    [InlineData("a: [")]
    [InlineData("a: *nowhere")]
    [InlineData("a: &a [*a]")]
    [InlineData("? {b: 1}\n: 2")]
    public void NoManifest_ToJson_IsRefused(string yaml) => Assert.Throws<InvalidDefinitionException>(() => Yaml.ToJson(yaml));

    [Fact]
    public void AliasesOfAliases_ToJson_AreRefusedBeforeTheyFillTheMemory()
    {
        var bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Join("\n", Enumerable.Range(1, 9).Select(i => $"a{i}: &a{i} [{string.Join(",", Enumerable.Repeat($"*a{i - 1}", 10))}]"));
        Assert.Throws<InvalidDefinitionException>(() => Yaml.ToJson(bomb));
    }

    /// <summary>The document model of the YAML library recurses: without the check this text ends the process.</summary>
    [Fact]
    public void NestingWithoutEnd_ToJson_IsRefusedBeforeItFillsTheStack() =>
        Assert.Throws<InvalidDefinitionException>(() => Yaml.ToJson(string.Concat(Enumerable.Repeat("- ", 200_000))));

    [Fact]
    public void AnyText_ToJson_ThrowsNothingButARefusal() => Gen.String[Gen.Char["ab:-[]{}&*!|>'\"#%@ \n\t?,~1.e"], 0, 40].Sample(text =>
    {
        try
        {
            _ = Yaml.ToJson(text);
        }
        catch (InvalidDefinitionException refused)
        {
            Assert.NotEmpty(refused.Message);
        }
    }, iter: 3000);
}
