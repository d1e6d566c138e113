using Windlass.Core.Identities;

namespace Windlass.Nodes.Transport;

/// <summary>Counts of one node; outlives its connections. Thread-safe.</summary>
internal sealed class TrafficCount(string cluster, NodeName name)
{
    private long connections;
    private long exchanges;

    public void CountConnection() => Interlocked.Increment(ref connections);

    public void CountExchange() => Interlocked.Increment(ref exchanges);

    public NodeTraffic Snapshot() => new(cluster, name, Interlocked.Read(ref connections), Interlocked.Read(ref exchanges));
}
