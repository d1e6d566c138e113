using System.Text.Json.Nodes;
using Windlass.ControlPlane.Printing;
using Windlass.ControlPlane.Tests.Schema;

namespace Windlass.ControlPlane.Tests.Printing;

public sealed class TableRendererTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 13, 45, 0, TimeSpan.Zero);

    /// <summary>The cells the real server gave for the same objects.</summary>
    [Theory]
    [InlineData(
        """{"metadata":{"name":"t1","creationTimestamp":"2026-11-22T13:45:00Z"},"spec":{"mode":"a","replicas":1,"flag":true,"roles":["x","z"],"tags":{"t":"1"},"since":"2020-01-01T00:00:00Z","ratio":1.5},"status":{"conditions":[{"type":"Ready","status":"True"}]}}""",
        """["t1","a",1,null,"1",true,"True","[\"x\",\"z\"]","x","{\"t\":\"1\"}","6y327d",1.5,"0s"]""")]
    [InlineData(
        """{"metadata":{"name":"t2","creationTimestamp":"2026-11-22T13:33:00Z"},"spec":{"mode":"a","replicas":1,"since":"2099-01-01T00:00:00Z"}}""",
        """["t2","a",1,null,"1",null,null,null,null,null,"<invalid>",null,"12m"]""")]
    public void CustomResource_Render_GivesTheServersCells(string item, string cells)
    {
        var table = Render([Gadgets.Parse(item)], IncludeObject.None);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(cells), table["rows"]![0]!["cells"]), table["rows"]![0]!.ToJsonString());
        Assert.Null(table["rows"]![0]!["object"]);
    }

    [Fact]
    public void Columns_Render_AreNameAndThenTheDeclaredOnes()
    {
        var columns = (JsonArray)Render([], IncludeObject.None)["columnDefinitions"]!;
        Assert.Equal("Name,Mode,Replicas,Wrong", string.Join(",", columns.Take(4).Select(column => column!["name"])));
        Assert.Equal("name", columns[0]!["format"]!.GetValue<string>());
        Assert.Equal("Custom resource definition column (in JSONPath format): .spec.replicas", columns[2]!["description"]!.GetValue<string>());
    }

    [Fact]
    public void IncludeObject_Render_CarriesMetadataOrAll()
    {
        var item = Gadgets.Make("""{"mode":"a"}""");
        Assert.Equal("""{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":{"name":"g"}}""", Render([item], IncludeObject.Metadata)["rows"]![0]!["object"]!.ToJsonString());
        Assert.True(JsonNode.DeepEquals(item, Render([item], IncludeObject.Object)["rows"]![0]!["object"]));
    }

    [Theory]
    [InlineData("namespaces", """{"metadata":{"name":"n","creationTimestamp":"2026-11-22T13:44:55Z"},"status":{"phase":"Active"}}""", """["n","Active","5s"]""")]
    [InlineData("secrets", """{"metadata":{"name":"n"},"type":"Opaque","data":{"a":"","b":""}}""", """["n","Opaque",2,null]""")]
    [InlineData("configmaps", """{"metadata":{"name":"n"},"data":{"a":""},"binaryData":{"b":""}}""", """["n",2,null]""")]
    [InlineData("leases", """{"metadata":{"name":"n","creationTimestamp":null},"spec":{"holderIdentity":"h"}}""", """["n","h",null]""")]
    [InlineData("customresourcedefinitions", """{"metadata":{"name":"n","creationTimestamp":"2026-11-22T13:44:55Z"}}""", """["n","2026-11-22T13:44:55Z"]""")]
    [InlineData(
        "events",
        """{"metadata":{"name":"e"},"lastTimestamp":"2026-11-22T13:40:00Z","type":"Normal","reason":"Drained","involvedObject":{"kind":"ClusterNode","name":"c1"},"message":" done \n","source":{"component":"windlass"}}""",
        """["5m","Normal","Drained","clusternode/c1",null,"windlass","done","<unknown>",1,"e"]""")]
    public void BuiltIn_Render_HasItsColumns(string plural, string item, string cells)
    {
        var table = TableRenderer.Render(TableRenderer.ColumnsOfBuiltIn(plural), [Gadgets.Parse(item)], "7", IncludeObject.None, Now);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(cells), table["rows"]![0]!["cells"]), table["rows"]![0]!.ToJsonString());
        Assert.Equal("7", table["metadata"]!["resourceVersion"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(192, "3m12s")]
    [InlineData(600, "10m")]
    [InlineData(10799, "179m")]
    [InlineData(10800, "3h")]
    [InlineData(12000, "3h20m")]
    [InlineData(28800, "8h")]
    [InlineData(172799, "47h")]
    [InlineData(172800, "2d")]
    [InlineData(180000, "2d2h")]
    [InlineData(691200, "8d")]
    [InlineData(63072000, "2y")]
    [InlineData(-1, "0s")]
    [InlineData(-2, "<invalid>")]
    public void Age_Of_ReadsLikeKubectl(int seconds, string expected) => Assert.Equal(expected, HumanAge.Of(TimeSpan.FromSeconds(seconds)));

    private static JsonObject Render(IEnumerable<JsonObject> items, IncludeObject include) => TableRenderer.Render(Gadgets.Definition.Columns, items, "1", include, Now);
}
