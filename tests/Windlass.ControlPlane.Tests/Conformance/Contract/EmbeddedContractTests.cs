using Windlass.ControlPlane.Tests.Conformance.Servers;
using Windlass.Testing.KubeServers;

namespace Windlass.ControlPlane.Tests.Conformance.Contract;

/// <summary>Ours.</summary>
public sealed class EmbeddedContractTests(TestedServers servers) : ServedContractTests(servers, ServerKind.Embedded);
