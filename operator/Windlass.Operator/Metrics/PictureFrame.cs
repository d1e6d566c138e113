using Windlass.Kubernetes.Api;

namespace Windlass.Operator.Metrics;

/// <summary>What of the whole picture this replica shows.</summary>
/// <param name="IsLeader">It shows the upgrades.</param>
/// <param name="Shards">Shards it holds.</param>
/// <param name="IsOurs">It shows this node.</param>
internal sealed record PictureFrame(bool IsLeader, int Shards, Func<ResourceKey, bool> IsOurs);
