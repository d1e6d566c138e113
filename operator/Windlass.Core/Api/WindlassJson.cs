using System.Text.Json.Serialization;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Plans;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Core.Api;

/// <summary>JSON of the API types, by source generation: camelCase, enums as strings, null left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    Converters = [typeof(TimestampConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ClusterUpgrade))]
[JsonSerializable(typeof(ClusterRelease))]
[JsonSerializable(typeof(ClusterNode))]
[JsonSerializable(typeof(NodeUpgrade))]
[JsonSerializable(typeof(UpgradePlan))]
[JsonSerializable(typeof(NodeUpgradeSpec))]
[JsonSerializable(typeof(NodeUpgradeStatus))]
[JsonSerializable(typeof(ClusterUpgradeStatus))]
[JsonSerializable(typeof(ClusterNodeStatus))]
public sealed partial class WindlassJson : JsonSerializerContext;
