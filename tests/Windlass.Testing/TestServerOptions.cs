using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace Windlass.Testing;

/// <summary>How a <see cref="TestApiServer"/> behaves.</summary>
public sealed record TestServerOptions
{
    /// <summary>Certificate for https; null for http.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Ask clients for a certificate (any is let in; see <see cref="Before"/>).</summary>
    public bool AskForClientCertificate { get; init; }

    /// <summary>Called before every request; true when it has answered itself.</summary>
    public Func<HttpContext, Task<bool>>? Before { get; init; }
}
