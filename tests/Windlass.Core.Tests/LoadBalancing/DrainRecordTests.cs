using System.Text.Json;
using System.Text.Json.Serialization;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;

namespace Windlass.Core.Tests.LoadBalancing;

public sealed partial class DrainRecordTests
{
    [Fact]
    public void Record_Json_IsFlatAndComesBack()
    {
        var record = new DrainRecord(new NodeName("ctl-1"), "api", "c1", AdminState.Maintenance);

        var json = JsonSerializer.Serialize(record, Json.Default.DrainRecord);

        Assert.Equal("""{"instance":"ctl-1","backend":"api","server":"c1","before":"Maintenance"}""", json);
        Assert.Equal(record, JsonSerializer.Deserialize(json, Json.Default.DrainRecord));
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(DrainRecord))]
    private sealed partial class Json : JsonSerializerContext;
}
