using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;

namespace Windlass.Operator.Page;

/// <summary><c>SelfSubjectAccessReview</c>: the API server says whether whoever asks may do something.</summary>
internal sealed record AccessReview : IResource
{
    public static ResourceType<AccessReview> ResourceType { get; } = new(
        "authorization.k8s.io", "v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview", ResourceScope.Cluster, AccessJson.Default.AccessReview);

    /// <inheritdoc/>
    public string ApiVersion { get; init => field = value ?? "authorization.k8s.io/v1"; } = "authorization.k8s.io/v1";

    /// <inheritdoc/>
    public string Kind { get; init => field = value ?? "SelfSubjectAccessReview"; } = "SelfSubjectAccessReview";

    /// <inheritdoc/>
    public ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    /// <summary>What is asked.</summary>
    public required AccessQuestion Spec { get; init; }

    /// <summary>The answer.</summary>
    public AccessAnswer? Status { get; init; }
}
