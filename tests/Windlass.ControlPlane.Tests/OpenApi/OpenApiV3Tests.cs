using System.Text.Json.Nodes;
using Windlass.ControlPlane.OpenApi;
using Windlass.ControlPlane.Schema;
using Windlass.ControlPlane.Tests.Schema;

namespace Windlass.ControlPlane.Tests.OpenApi;

public sealed class OpenApiV3Tests
{
    [Fact]
    public void GroupVersion_Document_DescribesItsKindsOnly()
    {
        var schemas = (JsonObject)OpenApiV3.Document("t.example.com/v1", Gadgets.AndBuiltIn())["components"]!["schemas"]!;
        Assert.Equal(["Gadget", "ObjectMeta", "OwnerReference", "ManagedFieldsEntry", "FieldsV1"], schemas.Select(member => member.Key.Split('.')[^1]));
        var gadget = (JsonObject)schemas[0]!;
        Assert.Equal("""[{"group":"t.example.com","kind":"Gadget","version":"v1"}]""", gadget["x-kubernetes-group-version-kind"]!.ToJsonString());
        Assert.Equal("#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta", gadget["properties"]!["metadata"]!["allOf"]![0]!["$ref"]!.GetValue<string>());
        Assert.Equal(1, gadget["properties"]!["spec"]!["properties"]!["replicas"]!["minimum"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("t.example.com/v1", "/apis/t.example.com/v1/namespaces/{namespace}/gadgets/{name}")]
    [InlineData("t.example.com/v1", "/apis/t.example.com/v1/namespaces/{namespace}/gadgets/{name}/status")]
    [InlineData("v1", "/api/v1/namespaces/{namespace}/secrets/{name}")]
    [InlineData("v1", "/api/v1/namespaces/{name}")]
    [InlineData("apiextensions.k8s.io/v1", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/{name}")]
    public void Patch_Document_TellsClientsThatTheServerValidates(string groupVersion, string path)
    {
        var patch = OpenApiV3.Document(groupVersion, Gadgets.AndBuiltIn())["paths"]![path]!["patch"]!;
        Assert.Contains((JsonArray)patch["parameters"]!, parameter => parameter!["name"]!.GetValue<string>() == "fieldValidation" && parameter["in"]!.GetValue<string>() == "query");
        Assert.Equal("patch", patch["x-kubernetes-action"]!.GetValue<string>());
        Assert.NotNull(patch["x-kubernetes-group-version-kind"]!["kind"]);
    }

    [Fact]
    public void EveryReference_Document_HasItsSchema()
    {
        foreach (var groupVersion in OpenApiV3.GroupVersions(Gadgets.AndBuiltIn()))
        {
            var document = OpenApiV3.Document(groupVersion, Gadgets.AndBuiltIn());
            var schemas = (JsonObject)document["components"]!["schemas"]!;
            Assert.NotEmpty(schemas);
            Assert.All(References(document), reference => Assert.True(schemas.ContainsKey(reference), reference));
        }
    }

    [Fact]
    public void ChangedSchema_Index_ChangesTheHashOfThatDocumentOnly()
    {
        var before = (JsonObject)OpenApiV3.Index(Gadgets.AndBuiltIn())["paths"]!;
        var manifest = Gadgets.Definition.Manifest.DeepClone();
        manifest["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!["description"] = "Another gadget.";
        var after = (JsonObject)OpenApiV3.Index(Gadgets.AndBuiltIn(ResourceDefinition.FromManifest((JsonObject)manifest)))["paths"]!;

        Assert.Equal(["apis/t.example.com/v1"], before.Select(member => member.Key).Where(path => before[path]!.ToJsonString() != after[path]!.ToJsonString()));
        Assert.StartsWith("/openapi/v3/api/v1?hash=", before["api/v1"]!["serverRelativeURL"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(member => member.Key == "$ref" ? [member.Value!.GetValue<string>().Split('/')[^1]] : References(member.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
