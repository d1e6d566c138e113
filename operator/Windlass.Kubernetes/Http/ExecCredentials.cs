using Windlass.Kubernetes.Configuration;

namespace Windlass.Kubernetes.Http;

/// <summary>Credentials that a program prints; kept until they expire or a 401 says otherwise.</summary>
internal sealed class ExecCredentials(ExecPlugin plugin, TimeProvider time) : CredentialSource, IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private Credential? cached;
    private DateTimeOffset? expires;

    public override async ValueTask<CredentialOutcome> GetAsync(CancellationToken cancellation)
    {
        if (Fresh() is { } quick)
        {
            return new CredentialOutcome.Found(quick);
        }

        // One run for all waiting requests: these programs may ask a remote service.
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return Fresh() is { } known ? new CredentialOutcome.Found(known) : await RunAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    public override void Refused(Credential used) => Interlocked.CompareExchange(ref cached, null, used);

    public void Dispose() => gate.Dispose();

    private Credential? Fresh() => expires is { } end && time.GetUtcNow() >= end ? null : Volatile.Read(ref cached);

    private async Task<CredentialOutcome> RunAsync(CancellationToken cancellation)
    {
        var result = await ExecRun.RunAsync(plugin, time, cancellation).ConfigureAwait(false);
        if (result is not ExecResult.Printed { Credential: var printed })
        {
            return new CredentialOutcome.Missing(((ExecResult.Failed)result).Message);
        }

        var credential = new Credential(
            printed.Token is { Length: > 0 } token ? Credential.Bearer(token).Authorization : null,
            Pem(printed.ClientCertificateData),
            Pem(printed.ClientKeyData));
        expires = printed.ExpirationTimestamp;
        Volatile.Write(ref cached, credential);
        return new CredentialOutcome.Found(credential);
    }

    private static PemSource.Inline? Pem(string? text) => string.IsNullOrEmpty(text) ? null : new(new Secret(text));
}
