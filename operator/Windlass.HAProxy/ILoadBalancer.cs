using System.Collections.Immutable;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;

namespace Windlass.HAProxy;

/// <summary>
/// One load balancer instance. Nothing is assumed to have worked: every command is read back before it is called applied.
/// Implementations hold no state between calls and may be used from several threads.
/// </summary>
public interface ILoadBalancer
{
    /// <summary>The node the instance runs on.</summary>
    NodeName Instance { get; }

    /// <summary>Reads every server of every backend.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<ReadOutcome> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Sets the administrative state of one server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="state">The state it shall have.</param>
    /// <param name="cancellationToken">Gives up waiting; the command may or may not have been carried out.</param>
    Task<CommandOutcome> SetStateAsync(ServerRef server, AdminState state, CancellationToken cancellationToken);

    /// <summary>Sets the administrative state of several servers in one exchange.</summary>
    /// <param name="servers">The servers; none is a plain read.</param>
    /// <param name="state">The state they shall have.</param>
    /// <param name="cancellationToken">Gives up waiting; any part of the batch may have been carried out.</param>
    Task<CommandOutcome> SetStatesAsync(ImmutableArray<ServerRef> servers, AdminState state, CancellationToken cancellationToken);

    /// <summary>Closes every session of a server: users notice, so policy must ask for it.</summary>
    /// <param name="server">The server.</param>
    /// <param name="cancellationToken">Gives up waiting; the command may or may not have been carried out.</param>
    Task<CommandOutcome> ShutDownSessionsAsync(ServerRef server, CancellationToken cancellationToken);
}
