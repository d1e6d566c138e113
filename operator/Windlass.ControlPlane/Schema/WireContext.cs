using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Windlass.ControlPlane.Schema;

/// <summary>The only type serialised here is the JSON tree itself.</summary>
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class WireContext : JsonSerializerContext;
