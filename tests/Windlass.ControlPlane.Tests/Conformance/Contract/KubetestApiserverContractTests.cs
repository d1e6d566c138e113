using Windlass.ControlPlane.Tests.Conformance.Servers;
using Windlass.Testing.KubeServers;

namespace Windlass.ControlPlane.Tests.Conformance.Contract;

/// <summary>Late upstream code.</summary>
public sealed class KubetestApiserverContractTests(TestedServers servers) : ServedContractTests(servers, ServerKind.KubetestApiserver);
