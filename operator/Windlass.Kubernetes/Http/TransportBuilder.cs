using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Windlass.Kubernetes.Configuration;

namespace Windlass.Kubernetes.Http;

/// <summary>Builds a connection pool for one set of certificates.</summary>
internal static class TransportBuilder
{
    public static HttpClient Build(ClusterConnection connection, TransportKey key, ClientOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        };
        Trust(handler.SslOptions, connection, key);
        Identify(handler.SslOptions, key);
        Route(handler, connection);
        var client = new HttpClient(handler)
        {
            BaseAddress = Base(connection),
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", options.UserAgent);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "application/json");
        return client;
    }

    // A policy instead of a callback: the platform keeps checking the name, which callbacks are known to forget.
    private static void Trust(SslClientAuthenticationOptions tls, ClusterConnection connection, TransportKey key)
    {
        if (connection.InsecureSkipTlsVerify)
        {
            tls.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
            return;
        }

        if (key.Authority is null)
        {
            return;
        }

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(key.Authority);
        if (policy.CustomTrustStore.Count == 0)
        {
            throw new CryptographicException("the certificate authority holds no certificate");
        }

        tls.CertificateChainPolicy = policy;
    }

    private static void Identify(SslClientAuthenticationOptions tls, TransportKey key)
    {
        if (key.Certificate is null || key.Key is null)
        {
            return;
        }

        var leaf = X509Certificate2.CreateFromPem(key.Certificate, key.Key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(key.Certificate);
        tls.ClientCertificateContext = SslStreamCertificateContext.Create(leaf, chain, offline: true);
    }

    private static void Route(SocketsHttpHandler handler, ClusterConnection connection)
    {
        if (connection.ProxyUrl is { } proxy)
        {
            handler.Proxy = new WebProxy(proxy);
            return;
        }

        // Proxies of the environment are for the world outside.
        handler.UseProxy = !connection.Server.IsLoopback && connection.TlsServerName is null;
        if (connection.TlsServerName is not null)
        {
            handler.ConnectCallback = (_, cancellation) => DialAsync(connection.Server.DnsSafeHost, connection.Server.Port, cancellation);
        }
    }

    private static async ValueTask<Stream> DialAsync(string host, int port, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The address of requests. The name that TLS checks is the one in the address, therefore a <c>tls-server-name</c> stands there and the real
    /// address is dialled; only behind a proxy, which needs the real address, it goes into the Host header instead.
    /// </summary>
    private static Uri Base(ClusterConnection connection)
    {
        var server = new UriBuilder(connection.Server);
        if (connection.TlsServerName is { } name && connection.ProxyUrl is null)
        {
            server.Host = name;
        }

        server.Path = server.Path.EndsWith('/') ? server.Path : server.Path + "/";
        return server.Uri;
    }
}
