using Windlass.Kubernetes.Configuration;

namespace Windlass.Kubernetes.Http;

/// <summary>
/// A bearer token in a file that somebody rotates (kubelet at 80 % of a lifetime of at least 10 minutes). Read again every minute and after a 401.
/// </summary>
internal sealed class TokenFileCredentials(string path, TimeProvider time) : CredentialSource
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private Credential? cached;
    private long readAt;

    public override ValueTask<CredentialOutcome> GetAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            if (cached is null || time.GetElapsedTime(readAt) >= Period)
            {
                return new(Read());
            }

            return new(new CredentialOutcome.Found(cached));
        }
    }

    public override void Refused(Credential used)
    {
        lock (gate)
        {
            cached = ReferenceEquals(cached, used) ? null : cached;
        }
    }

    private CredentialOutcome Read()
    {
        switch (PemFile.Read(new PemSource.InFile(path)))
        {
            case PemText.Read { Text: var text } when text.Trim() is { Length: > 0 } token:
                cached = Credential.Bearer(token);
                readAt = time.GetTimestamp();
                return new CredentialOutcome.Found(cached);
            case PemText.Unreadable { Message: var message } when cached is null:
                return new CredentialOutcome.Missing(message);
            default:
                // The file is being replaced: the old token is good for a while yet.
                return cached is null ? new CredentialOutcome.Missing($"{path}: is empty") : new CredentialOutcome.Found(cached);
        }
    }
}
