namespace Windlass.Kubernetes.Wire;

/// <summary>What an exec plugin found: a token, a client certificate with its key, or both.</summary>
internal sealed record ExecCredentialStatus
{
    public DateTimeOffset? ExpirationTimestamp { get; init; }

    public string? Token { get; init; }

    public string? ClientCertificateData { get; init; }

    public string? ClientKeyData { get; init; }
}
