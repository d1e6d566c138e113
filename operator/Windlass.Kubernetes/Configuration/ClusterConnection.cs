namespace Windlass.Kubernetes.Configuration;

/// <summary>How to reach one API server, and as whom. Immutable; files are named, not read, so that their rotation is seen.</summary>
public sealed record ClusterConnection
{
    /// <summary>Address; a path is kept as prefix of every request.</summary>
    public required Uri Server { get; init; }

    /// <summary>Who may sign the server's certificate; null for the machine's own roots.</summary>
    public PemSource? CertificateAuthority { get; init; }

    /// <summary>The name the server's certificate must carry; null for the host of <see cref="Server"/>.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Client certificate, leaf first; null for none.</summary>
    public PemSource? ClientCertificate { get; init; }

    /// <summary>Key of <see cref="ClientCertificate"/>; null for none.</summary>
    public PemSource? ClientKey { get; init; }

    /// <summary>Bearer token; null for none. Not used when <see cref="TokenFile"/> is set.</summary>
    public Secret? Token { get; init; }

    /// <summary>File with a bearer token, read again every minute and after a 401; null for none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>User name and password; null for none.</summary>
    public BasicLogin? Basic { get; init; }

    /// <summary>Program that prints credentials; null for none.</summary>
    public ExecPlugin? Exec { get; init; }

    /// <summary>Namespace of the context; <c>default</c> when it names none.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>Accept any certificate; every start says so loudly.</summary>
    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary>Proxy (http, https or socks5); null for what the environment says.</summary>
    public Uri? ProxyUrl { get; init; }
}
