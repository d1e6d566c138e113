using Windlass.Core.Api.Meta;

namespace Windlass.Kubernetes.Wire;

/// <summary>What all objects (and <see cref="Status"/>) have in common.</summary>
internal sealed record ObjectFrame
{
    public string? Kind { get; init; }

    public ObjectMeta? Metadata { get; init; }
}
