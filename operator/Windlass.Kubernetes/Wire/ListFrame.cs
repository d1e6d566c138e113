using System.Collections.Immutable;
using System.Text.Json;

namespace Windlass.Kubernetes.Wire;

/// <summary>A page of a list as it comes over the wire.</summary>
internal sealed record ListFrame
{
    public ListMeta? Metadata { get; init; }

    public ImmutableArray<JsonElement>? Items { get; init; }
}
