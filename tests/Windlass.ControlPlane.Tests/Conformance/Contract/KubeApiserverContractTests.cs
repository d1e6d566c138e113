using Windlass.ControlPlane.Tests.Conformance.Servers;
using Windlass.Testing.KubeServers;

namespace Windlass.ControlPlane.Tests.Conformance.Contract;

/// <summary>
/// kube-apiserver; or, when WINDLASS_CONTRACT_KUBECONFIG names a kubeconfig, the running server there, which must have the definition of Widget.
/// </summary>
public sealed class KubeApiserverContractTests(TestedServers servers) : ServedContractTests(servers, ServerKind.KubeApiserver)
{
    protected override Task<string> KubeconfigAsync() =>
        Environment.GetEnvironmentVariable("WINDLASS_CONTRACT_KUBECONFIG") is { Length: > 0 } outside ? Task.FromResult(outside) : base.KubeconfigAsync();
}
