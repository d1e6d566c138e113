using System.Net.Http.Headers;
using Windlass.Kubernetes.Configuration;

namespace Windlass.Kubernetes.Http;

/// <summary>What a request carries to say who asks.</summary>
/// <param name="Authorization">Header; null for none.</param>
/// <param name="Certificate">Client certificate; null for none.</param>
/// <param name="Key">Key of the certificate; null for none.</param>
internal sealed record Credential(AuthenticationHeaderValue? Authorization, PemSource? Certificate = null, PemSource? Key = null)
{
    public static Credential Bearer(string token) => new(new AuthenticationHeaderValue("Bearer", token));

    /// <summary>Never the secret parts.</summary>
    public override string ToString() => $"Credential({Authorization?.Scheme ?? "none"})";
}
