using Windlass.Kubernetes.Api;

namespace Windlass.Testing;

/// <summary>What the path of a request names; an empty name for a collection.</summary>
internal sealed record RequestTarget(StoreKind Kind, ResourceKey Key, ResourcePart Part);
