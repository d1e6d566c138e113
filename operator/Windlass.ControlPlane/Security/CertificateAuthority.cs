using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Windlass.ControlPlane.Security;

/// <summary>
/// The control plane's own certificate authority: made at first start, kept in the data directory, and trusted by nobody but the kubeconfigs we
/// write.
/// </summary>
internal sealed class CertificateAuthority
{
    private static readonly TimeSpan AuthorityLife = TimeSpan.FromDays(3650);
    private static readonly TimeSpan LeafLife = TimeSpan.FromDays(365);

    /// <summary>A machine whose clock is behind ours must still accept a certificate made just now.</summary>
    private static readonly TimeSpan ClockLeeway = TimeSpan.FromMinutes(10);

    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    private const string ClientUsage = "1.3.6.1.5.5.7.3.2";

    private readonly KeyedCertificate _root;
    private readonly TimeProvider _time;

    private CertificateAuthority(KeyedCertificate root, TimeProvider time)
    {
        _root = root;
        _time = time;
    }

    public X509Certificate2 Certificate => _root.Certificate;

    public string CertificatePem => _root.CertificatePem;

    /// <summary>Loads the authority of a directory, or makes it.</summary>
    public static CertificateAuthority Open(string directory, TimeProvider time)
    {
        var path = Path.Combine(directory, "ca.pem");
        if (KeyedCertificate.Load(path) is { } known)
            return new CertificateAuthority(known, time);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=windlass-control-plane", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = time.GetUtcNow();
        var root = new KeyedCertificate(request.CreateSelfSigned(now - ClockLeeway, now + AuthorityLife));
        root.Save(path);
        return new CertificateAuthority(root, time);
    }

    /// <param name="names">DNS names and addresses that clients may dial.</param>
    public KeyedCertificate IssueServer(IReadOnlyCollection<string> names)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (System.Net.IPAddress.TryParse(name, out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        }

        return Issue("CN=windlass-api", ServerUsage, alternatives.Build());
    }

    /// <summary>A client certificate as the API server reads one: common name = user, organisation = group.</summary>
    public KeyedCertificate IssueClient(string user, string group)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddOrganizationName(group);
        name.AddCommonName(user);
        return Issue(name.Build().Name, ClientUsage, null);
    }

    /// <summary>True when a client certificate was issued by this authority, for clients, and is valid now.</summary>
    public bool Vouches(X509Certificate2 certificate) => Vouches(certificate, ClientUsage);

    /// <summary>True when a server certificate is ours, good for some time yet, and names everything that clients may dial.</summary>
    public bool Serves(X509Certificate2 certificate, IReadOnlyCollection<string> names) =>
        !IsDue(certificate)
            && Vouches(certificate, ServerUsage)
            && names.All(name => certificate.MatchesHostname(name, allowWildcards: false, allowCommonName: false));

    private bool Vouches(X509Certificate2 certificate, string usage)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_root.Certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = _time.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(usage));
        return chain.Build(certificate);
    }

    /// <summary>True when less than a tenth of its life is left, or it is not ours: time to issue it again.</summary>
    public bool IsDue(X509Certificate2 certificate)
    {
        var left = certificate.NotAfter.ToUniversalTime() - _time.GetUtcNow().UtcDateTime;
        return left < LeafLife / 10 || !certificate.IssuerName.RawData.AsSpan().SequenceEqual(_root.Certificate.SubjectName.RawData);
    }

    private KeyedCertificate Issue(string subject, string usage, X509Extension? alternatives)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_root.Certificate, true, false));
        if (alternatives is not null)
            request.CertificateExtensions.Add(alternatives);
        var now = _time.GetUtcNow();
        var end = now + LeafLife;
        if (end > _root.Certificate.NotAfter.ToUniversalTime())
            end = _root.Certificate.NotAfter.ToUniversalTime();
        using var signed = request.Create(_root.Certificate, now - ClockLeeway, end, RandomNumberGenerator.GetBytes(16));
        return new KeyedCertificate(signed.CopyWithPrivateKey(key));
    }
}
