using Windlass.Core.Api;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Plans;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Kubernetes.Api;

namespace Windlass.Operator.Resources;

/// <summary>The kinds the operator reads and writes.</summary>
internal static class Kinds
{
    public static ResourceType<ClusterUpgrade> Upgrades { get; } =
        new(ApiVersion.Group, ApiVersion.Version, "clusterupgrades", nameof(ClusterUpgrade), ResourceScope.Namespaced, WindlassJson.Default.ClusterUpgrade);

    public static ResourceType<ClusterRelease> Releases { get; } =
        new(ApiVersion.Group, ApiVersion.Version, "clusterreleases", nameof(ClusterRelease), ResourceScope.Namespaced, WindlassJson.Default.ClusterRelease);

    public static ResourceType<ClusterNode> Nodes { get; } =
        new(ApiVersion.Group, ApiVersion.Version, "clusternodes", nameof(ClusterNode), ResourceScope.Namespaced, WindlassJson.Default.ClusterNode);

    public static ResourceType<NodeUpgrade> WorkOrders { get; } =
        new(ApiVersion.Group, ApiVersion.Version, "nodeupgrades", nameof(NodeUpgrade), ResourceScope.Namespaced, WindlassJson.Default.NodeUpgrade);

    public static ResourceType<UpgradePlan> Plans { get; } =
        new(ApiVersion.Group, ApiVersion.Version, "upgradeplans", nameof(UpgradePlan), ResourceScope.Namespaced, WindlassJson.Default.UpgradePlan);

    public static ResourceType<Secret> Secrets { get; } =
        new("", "v1", "secrets", nameof(Secret), ResourceScope.Namespaced, SecretJson.Default.Secret);

    /// <summary>Makes the contracts of all kinds, which otherwise the first to read or write one waits for: more than 0.1 s at a cold start.</summary>
    public static void Prepare()
    {
        Upgrades.Json.MakeReadOnly();
        Releases.Json.MakeReadOnly();
        Nodes.Json.MakeReadOnly();
        WorkOrders.Json.MakeReadOnly();
        Plans.Json.MakeReadOnly();
    }
}
