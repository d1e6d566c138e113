using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Tests.Serving;

/// <summary>Plain HTTP to an API server, without our own client in between.</summary>
internal static class ApiCalls
{
    /// <summary>A client that trusts one authority only.</summary>
    /// <param name="address">Of the server.</param>
    /// <param name="authority">PEM file of the certificate authority.</param>
    /// <param name="certificate">Who the client is; null for nobody.</param>
    public static HttpClient NewClient(Uri address, string authority, X509Certificate2? certificate = null)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(authority);
        if (certificate is not null)
            handler.SslOptions.ClientCertificates = [certificate];
        return new HttpClient(handler) { BaseAddress = address, DefaultRequestVersion = new Version(2, 0), Timeout = TimeSpan.FromSeconds(30) };
    }

    public static async Task<Reply> CallAsync(
        this HttpClient client, HttpMethod method, string path, string? body = null, string contentType = "application/json", string? accept = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(contentType));
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var warnings = response.Headers.TryGetValues("Warning", out var values) ? string.Join("; ", values) : "";
        return new Reply((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : [], warnings);
    }
}
