namespace Windlass.Core.Api.Releases;

/// <summary>How a probe speaks.</summary>
public enum ProbeScheme
{
    /// <summary>Plain HTTP.</summary>
    Http,

    /// <summary>HTTP over TLS. The certificate is not judged: a node's own name is hardly ever in it.</summary>
    Https,
}
