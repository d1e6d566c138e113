namespace Windlass.Kubernetes.Http;

/// <summary>Everything a TLS connection depends on that can change while running. Compared by content; never printed.</summary>
internal sealed record TransportKey(string? Authority, string? Certificate, string? Key)
{
    /// <summary>Never the key.</summary>
    public override string ToString() => "TransportKey";
}
