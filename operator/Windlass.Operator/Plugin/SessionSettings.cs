namespace Windlass.Operator.Plugin;

/// <summary>Which API a person asks, and about which cluster.</summary>
/// <param name="Kubeconfig">File, or a list like PATH; null: the environment's, then <c>~/.kube/config</c>.</param>
/// <param name="Context">Context in it; null: the current one.</param>
/// <param name="Namespace">Namespace, which is one cluster; null: the context's own.</param>
internal sealed record SessionSettings(string? Kubeconfig, string? Context, string? Namespace);
