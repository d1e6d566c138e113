using Windlass.Core.Identities;
using Windlass.HAProxy;

namespace Windlass.Operator.Working;

/// <summary>Makes the door to an HAProxy.</summary>
/// <param name="instance">The node it runs on.</param>
/// <param name="socket">Local path of its admin socket.</param>
/// <param name="masterSocket">Local path of its master socket; null: none.</param>
internal delegate ILoadBalancer BalancerFactory(NodeName instance, string socket, string? masterSocket);
