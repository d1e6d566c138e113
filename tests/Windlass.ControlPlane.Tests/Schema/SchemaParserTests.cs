using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Tests.Schema;

public sealed class SchemaParserTests
{
    [Theory]
    [InlineData("""{"type":"object","properties":{"x":{"type":"string","format":"ipv4"}}}""", "format")]
    [InlineData("""{"type":"object","properties":{"x":{"type":"string","not":{}}}}""", "not")]
    [InlineData("""{"type":"object","properties":{"x":{"type":"strin"}}}""", "type")]
    [InlineData("""{"type":"object","properties":{"x":{}}}""", "type")]
    [InlineData("""{"type":"object","properties":{"x":{"type":"array"}}}""", "items")]
    [InlineData("""{"type":"object","properties":{"x":{"type":"string","pattern":"(a)\\1"}}}""", "pattern")]
    [InlineData("""{"type":"object","properties":{"x":{"type":"array","items":{"type":"object"},"x-kubernetes-list-type":"map"}}}""", "list-map-keys")]
    [InlineData("""{"type":"object","properties":{"x":{"type":"string"}},"x-kubernetes-validations":[{"rule":"self.y == 'a'"}]}""", "undefined field 'y'")]
    [InlineData("""{"type":"object","properties":{"x":{"type":"string"}},"x-kubernetes-validations":[{"rule":"duration(self.x) > 1"}]}""", "duration()")]
    [InlineData("""{"type":"object","properties":{"x":{"type":"string"}},"x-kubernetes-validations":[{"rule":"self.x == other"}]}""", "'other'")]
    [InlineData("""{"type":"object","properties":{"x":{"type":"string"}},"x-kubernetes-validations":[{"rule":"self.x =="}]}""", "ends too early")]
    [InlineData("""{"type":"object","properties":{"x":{"type":"string"}},"x-kubernetes-validations":[{"rule":"true","optionalOldSelf":true}]}""", "optionalOldSelf")]
    [InlineData("""{"type":"string"}""", "root")]
    public void SomethingNotEvaluated_Parse_IsRefusedByName(string schema, string named)
    {
        var refused = Assert.Throws<InvalidDefinitionException>(() => StructuralSchema.Parse((JsonObject)JsonNode.Parse(schema)!));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoServedVersions_FromManifest_IsRefused()
    {
        var manifest = Yaml.ToJson(Gadgets.Manifest)[0];
        var versions = (JsonArray)manifest["spec"]!["versions"]!;
        versions.Add(versions[0]!.DeepClone());

        Assert.Contains("exactly one", Assert.Throws<InvalidDefinitionException>(() => ResourceDefinition.FromManifest(manifest)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Manifest_FromManifest_HasTheNamesOfTheDefinition()
    {
        var definition = Gadgets.Definition;
        Assert.Equal(("t.example.com", "v1", "Gadget", "GadgetList", "gadgets", "gadget"),
            (definition.Group, definition.Version, definition.Kind, definition.ListKind, definition.Plural, definition.Singular));
        Assert.Equal(["gd"], definition.ShortNames);
        Assert.Equal(["windlass"], definition.Categories);
        Assert.Equal([".spec.mode"], definition.SelectableFields);
        Assert.True(definition is { Namespaced: true, HasStatus: true });
        Assert.Equal("Custom resource definition column (in JSONPath format): .spec.replicas", definition.Columns[1].Description);
    }
}
