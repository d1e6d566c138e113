using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Windlass.Core.Api.Meta;

namespace Windlass.Kubernetes.Wire;

/// <summary>JSON contracts of the wire types of this project.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TimeConverter)])]
[JsonSerializable(typeof(Status))]
[JsonSerializable(typeof(WatchFrame))]
[JsonSerializable(typeof(ListFrame))]
[JsonSerializable(typeof(ObjectFrame))]
[JsonSerializable(typeof(Lease))]
[JsonSerializable(typeof(Event))]
[JsonSerializable(typeof(EventSeries))]
[JsonSerializable(typeof(DeleteRequest))]
[JsonSerializable(typeof(ExecCredential))]
[JsonSerializable(typeof(ObjectMeta))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class KubeJson : JsonSerializerContext;
