namespace Windlass.Kubernetes.Http;

/// <summary>Credentials that never change.</summary>
internal sealed class StaticCredentials(Credential credential) : CredentialSource
{
    private readonly CredentialOutcome outcome = new CredentialOutcome.Found(credential);

    public override ValueTask<CredentialOutcome> GetAsync(CancellationToken cancellation) => new(outcome);

    public override void Refused(Credential used)
    {
    }
}
