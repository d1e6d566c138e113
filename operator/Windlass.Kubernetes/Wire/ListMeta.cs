namespace Windlass.Kubernetes.Wire;

/// <summary>Position of a list: its version, and where the next page starts.</summary>
internal sealed record ListMeta
{
    public string? ResourceVersion { get; init; }

    public string? Continue { get; init; }
}
