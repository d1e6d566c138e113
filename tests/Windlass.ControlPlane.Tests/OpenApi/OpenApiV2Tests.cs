using Windlass.ControlPlane.OpenApi;
using Windlass.ControlPlane.Tests.Schema;

namespace Windlass.ControlPlane.Tests.OpenApi;

public sealed class OpenApiV2Tests
{
    private static readonly ProtobufReader Document = ProtobufReader.Read(OpenApiV2.Protobuf(Gadgets.AndBuiltIn()));

    [Fact]
    public void Definitions_Protobuf_AreFoundByTheirExtension()
    {
        var gadget = Schema("com.example.t.v1.Gadget");
        var extension = gadget.Messages(31).Single();
        Assert.Equal("x-kubernetes-group-version-kind", extension.Text(1));
        Assert.Equal("""[{"group":"t.example.com","kind":"Gadget","version":"v1"}]""", extension.Message(2).Text(2).Trim());
        Assert.Equal("A gadget.", gadget.Text(4));
        Assert.Equal("object", gadget.Message(22).Text(1));
    }

    [Fact]
    public void Fields_Protobuf_CarryTypesItemsAndReferences()
    {
        var properties = Properties(Schema("com.example.t.v1.Gadget"));
        Assert.Equal(["apiVersion", "kind", "metadata", "spec", "status"], properties.Keys);
        Assert.Equal("#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta", properties["metadata"].Text(1));
        var spec = Properties(properties["spec"]);
        Assert.Equal("integer", spec["replicas"].Message(22).Text(1));
        Assert.Equal("string", spec["roles"].Message(23).Message(1).Message(22).Text(1));
        Assert.Equal("string", spec["tags"].Message(21).Message(1).Message(22).Text(1));
    }

    /// <summary>Old clients would refuse null or a number where version 2 can only say "string".</summary>
    [Theory]
    [InlineData("ios")]
    [InlineData("nul")]
    [InlineData("any")]
    public void LevelsVersion2CannotSay_Protobuf_AreLeftOpen(string field) =>
        Assert.Empty(Properties(Properties(Schema("com.example.t.v1.Gadget"))["spec"])[field].Messages(22));

    [Theory]
    [InlineData("/apis/t.example.com/v1/namespaces/{namespace}/gadgets/{name}")]
    [InlineData("/api/v1/namespaces/{name}")]
    [InlineData("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/{name}")]
    public void Patch_Protobuf_HasTheParametersClientsLookFor(string path)
    {
        var patch = Document.Message(8).Messages(2).Single(item => item.Text(1) == path).Message(2).Message(8);
        Assert.Equal(["dryRun", "fieldManager", "fieldValidation"], patch.Messages(8).Select(item => item.Message(1).Message(2).Message(3).Text(4)));
        Assert.Contains(patch.Messages(13), extension => extension.Text(1) == "x-kubernetes-group-version-kind");
    }

    private static ProtobufReader Schema(string name) => Document.Message(9).Messages(1).Single(entry => entry.Text(1) == name).Message(2);

    private static Dictionary<string, ProtobufReader> Properties(ProtobufReader schema) =>
        schema.Message(25).Messages(1).ToDictionary(entry => entry.Text(1), entry => entry.Message(2));
}
