namespace Windlass.Kubernetes.Http;

/// <summary>What asking for credentials gave. Closed: every case is nested here.</summary>
internal abstract record CredentialOutcome
{
    private CredentialOutcome()
    {
    }

    public sealed record Found(Credential Credential) : CredentialOutcome;

    public sealed record Missing(string Message) : CredentialOutcome;
}
