using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

using Microsoft.AspNetCore.Http;

namespace Windlass.ControlPlane.Security;

/// <summary>Tells who a request comes from: a client certificate of our authority, or the bearer token of the data directory.</summary>
internal sealed class Authenticator(CertificateAuthority authority, string token)
{
    private const string CommonName = "2.5.4.3";
    private const string Organisation = "2.5.4.10";
    private const string Scheme = "Bearer ";

    /// <summary>Per connection, not per request: the certificate object lives as long as its connection. The null identity is kept too.</summary>
    private readonly ConditionalWeakTable<X509Certificate2, StrongBox<Identity?>> _seen = [];

    private readonly byte[] _token = Encoding.UTF8.GetBytes(token);

    /// <summary>Null when nobody we know.</summary>
    public Identity? Identify(HttpContext context)
    {
        if (context.Connection.ClientCertificate is { } certificate)
            return _seen.GetValue(certificate, Examine).Value;
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var presented = Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim());
        return CryptographicOperations.FixedTimeEquals(presented, _token)
            ? new Identity("windlass-token", ["system:masters", "system:authenticated"])
            : null;
    }

    private static string? Part(X509Certificate2 certificate, string oid) =>
        certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == oid)
            .Select(part => part.GetSingleElementValue())
            .FirstOrDefault();

    private StrongBox<Identity?> Examine(X509Certificate2 certificate)
    {
        if (!authority.Vouches(certificate) || Part(certificate, CommonName) is not { } name)
            return new StrongBox<Identity?>(null);
        var group = Part(certificate, Organisation);
        return new StrongBox<Identity?>(new Identity(name, group is null ? ["system:authenticated"] : [group, "system:authenticated"]));
    }
}
