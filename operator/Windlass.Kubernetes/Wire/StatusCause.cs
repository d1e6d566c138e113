namespace Windlass.Kubernetes.Wire;

/// <summary>One offending field of a refused object.</summary>
public sealed record StatusCause
{
    /// <summary>CamelCase word, for example <c>FieldValueInvalid</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>A sentence for people.</summary>
    public string? Message { get; init; }

    /// <summary>Path of the field.</summary>
    public string? Field { get; init; }
}
