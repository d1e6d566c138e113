namespace Windlass.Kubernetes.Wire;

/// <summary><c>metav1.Status</c>: how an API server says what went wrong.</summary>
public sealed record Status
{
    /// <summary>Always <c>v1</c>.</summary>
    public string ApiVersion => "v1";

    /// <summary>Always <c>Status</c>.</summary>
    public string Kind => "Status";

    /// <summary><c>Success</c> or <c>Failure</c>; the property cannot be called like its type.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("status")]
    public string? State { get; init; }

    /// <summary>A sentence for people.</summary>
    public string? Message { get; init; }

    /// <summary>CamelCase word, for example <c>AlreadyExists</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>HTTP status; 0 when absent.</summary>
    public int Code { get; init; }

    /// <summary>More; null when there is none.</summary>
    public StatusDetails? Details { get; init; }
}
