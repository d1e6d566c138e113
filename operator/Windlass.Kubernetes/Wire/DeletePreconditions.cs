namespace Windlass.Kubernetes.Wire;

/// <summary><c>metav1.Preconditions</c>.</summary>
internal sealed record DeletePreconditions
{
    public string? Uid { get; init; }

    public string? ResourceVersion { get; init; }
}
