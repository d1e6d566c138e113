using System.Security.Cryptography.X509Certificates;

namespace Windlass.Testing;

/// <summary>Plain HTTPS to an API server, without our own client in between.</summary>
public static class PinnedClient
{
    /// <summary>A client that trusts one authority only.</summary>
    /// <param name="address">Of the server.</param>
    /// <param name="authority">PEM file of the certificate authority.</param>
    /// <param name="certificate">Who the client is; null for nobody.</param>
    public static HttpClient New(Uri address, string authority, X509Certificate2? certificate = null)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(authority);
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [certificate];
        }

        return new HttpClient(handler) { BaseAddress = address, DefaultRequestVersion = new Version(2, 0), Timeout = TimeSpan.FromSeconds(30) };
    }
}
