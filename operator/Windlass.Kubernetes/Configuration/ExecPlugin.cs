using System.Collections.Immutable;

namespace Windlass.Kubernetes.Configuration;

/// <summary>A program that prints credentials (<c>client.authentication.k8s.io</c> v1 or v1beta1). It is run without a terminal.</summary>
/// <param name="ApiVersion">The version the program is asked to speak.</param>
/// <param name="Command">Absolute path, or a name looked up in PATH.</param>
/// <param name="Arguments">Arguments, as they are.</param>
/// <param name="Environment">Added to the environment of this process.</param>
/// <param name="ClusterInfo">
/// JSON of <c>spec.cluster</c> for KUBERNETES_EXEC_INFO; null unless the kubeconfig has <c>provideClusterInfo: true</c>.
/// </param>
/// <param name="InstallHint">What to tell people when the program is missing; may be empty.</param>
public sealed record ExecPlugin(
    string ApiVersion,
    string Command,
    ImmutableArray<string> Arguments,
    ImmutableDictionary<string, string> Environment,
    string? ClusterInfo,
    string InstallHint);
