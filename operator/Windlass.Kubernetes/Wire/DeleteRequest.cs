namespace Windlass.Kubernetes.Wire;

/// <summary><c>metav1.DeleteOptions</c>.</summary>
internal sealed record DeleteRequest
{
    public string ApiVersion => "v1";

    public string Kind => "DeleteOptions";

    public string? PropagationPolicy { get; init; }

    public DeletePreconditions? Preconditions { get; init; }
}
