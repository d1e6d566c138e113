namespace Windlass.Kubernetes.Wire;

/// <summary><c>client.authentication.k8s.io ExecCredential</c> as a plugin prints it.</summary>
internal sealed record ExecCredential
{
    public string? ApiVersion { get; init; }

    public string? Kind { get; init; }

    public ExecCredentialStatus? Status { get; init; }
}
