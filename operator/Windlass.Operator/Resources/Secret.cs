using System.Collections.Immutable;
using Windlass.Core.Api.Meta;

namespace Windlass.Operator.Resources;

/// <summary>A Kubernetes Secret, as far as the operator reads it.</summary>
internal sealed record Secret : IResource
{
    /// <inheritdoc/>
    public string ApiVersion { get; init => field = value ?? "v1"; } = "v1";

    /// <inheritdoc/>
    public string Kind { get; init => field = value ?? nameof(Secret); } = nameof(Secret);

    /// <inheritdoc/>
    public ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    /// <summary>Values, base64 on the wire.</summary>
    public ImmutableDictionary<string, byte[]>? Data { get; init; }

    /// <summary>Never shows its values.</summary>
    public override string ToString() => $"Secret {Metadata.Namespace}/{Metadata.Name}";
}
