using Windlass.Kubernetes.Api;

namespace Windlass.Operator.Gating;

/// <summary>A gate of an upgrade.</summary>
/// <param name="Upgrade">The ClusterUpgrade.</param>
/// <param name="Gate">Name of the gate.</param>
internal readonly record struct GateKey(ResourceKey Upgrade, string Gate);
