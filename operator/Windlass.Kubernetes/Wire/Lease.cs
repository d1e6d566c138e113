using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;

namespace Windlass.Kubernetes.Wire;

/// <summary><c>coordination.k8s.io/v1 Lease</c>.</summary>
public sealed record Lease : IResource
{
    /// <summary>How the API calls it.</summary>
    public static ResourceType<Lease> Type { get; } =
        new("coordination.k8s.io", "v1", "leases", "Lease", ResourceScope.Namespaced, KubeJson.Default.Lease);

    /// <inheritdoc/>
    public string ApiVersion => "coordination.k8s.io/v1";

    /// <inheritdoc/>
    public string Kind => "Lease";

    /// <inheritdoc/>
    public ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    /// <summary>Who holds it and since when.</summary>
    public LeaseSpec Spec { get; init => field = value ?? new(); } = new();
}
