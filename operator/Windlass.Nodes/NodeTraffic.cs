using Windlass.Core.Identities;

namespace Windlass.Nodes;

/// <summary>What has gone over the wire to one node since the process started.</summary>
/// <param name="Cluster">Where the name is unique; see <see cref="NodeAddress.Cluster"/>.</param>
/// <param name="Name">The node.</param>
/// <param name="Connections">SSH connections opened.</param>
/// <param name="Exchanges">Scripts run over them: observations and step calls.</param>
public sealed record NodeTraffic(string Cluster, NodeName Name, long Connections, long Exchanges);
