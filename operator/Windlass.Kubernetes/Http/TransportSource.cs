using System.Security.Cryptography;
using Windlass.Kubernetes.Configuration;

namespace Windlass.Kubernetes.Http;

/// <summary>
/// Hands out the connection pool that fits the present certificates. Files are read again once a minute, or at once after
/// <see cref="ReadAgain"/>; a changed authority or client certificate makes a new pool.
/// </summary>
internal sealed class TransportSource(ClusterConnection connection, TimeProvider time, ClientOptions options) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private Transport? current;
    private Credential? builtFor;
    private long readAt;

    public TransportOutcome Use(Credential credential)
    {
        lock (gate)
        {
            if (current is { } known && SameCertificate(builtFor, credential) && time.GetElapsedTime(readAt) < Period && known.Use() is { } use)
            {
                return new TransportOutcome.Ready(use);
            }

            return Renew(credential);
        }
    }

    /// <summary>A TLS failure may mean that the authority was rotated: look at the files before the next request.</summary>
    public void ReadAgain()
    {
        lock (gate)
        {
            builtFor = null;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            current?.Retire();
            current = null;
        }
    }

    private TransportOutcome Renew(Credential credential)
    {
        if (ReadKey(credential, out var problem) is not { } key)
        {
            return Fallback(problem);
        }

        if (current is null || current.Key != key)
        {
            if (Build(key, out problem) is not { } fresh)
            {
                return Fallback(problem);
            }

            current?.Retire();
            current = fresh;
        }

        builtFor = credential;
        readAt = time.GetTimestamp();
        return new TransportOutcome.Ready(current.Use()!);
    }

    // A file that is just being replaced must not stop requests that the present pool can still serve.
    private TransportOutcome Fallback(string problem) =>
        current?.Use() is { } use ? new TransportOutcome.Ready(use) : new TransportOutcome.Unusable(problem);

    private TransportKey? ReadKey(Credential credential, out string problem)
    {
        var authority = Read(connection.CertificateAuthority, out problem);
        var certificate = problem.Length == 0 ? Read(credential.Certificate ?? connection.ClientCertificate, out problem) : null;
        var key = problem.Length == 0 ? Read(credential.Certificate is null ? connection.ClientKey : credential.Key, out problem) : null;
        return problem.Length == 0 ? new(authority, certificate, key) : null;
    }

    private Transport? Build(TransportKey key, out string problem)
    {
        problem = "";
        try
        {
            return new(TransportBuilder.Build(connection, key, options), key);
        }
        catch (CryptographicException e)
        {
            problem = $"certificate authority, client certificate or key cannot be used ({e.Message}); check the PEM text and that key and certificate match";
            return null;
        }
    }

    private static bool SameCertificate(Credential? one, Credential other) =>
        one is not null && one.Certificate == other.Certificate && one.Key == other.Key;

    private static string? Read(PemSource? source, out string problem)
    {
        problem = "";
        switch (source is null ? null : PemFile.Read(source))
        {
            case PemText.Read read:
                return read.Text;
            case PemText.Unreadable unreadable:
                problem = unreadable.Message;
                return null;
            default:
                return null;
        }
    }
}
