using System.Text.Json.Nodes;
using Windlass.Kubernetes.Api;

namespace Windlass.Testing;

/// <summary>One change in the history of the in-memory cluster; null for what was not there.</summary>
internal sealed record StoreChange(long Version, StoreKind Kind, ResourceKey Key, JsonObject? Before, JsonObject? After);
