using System.ComponentModel;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Releases;

/// <summary>What a release is: how it is recognised, where its packages come from, its components and their order.</summary>
[Resource("clusterreleases", "crel")]
[PrinterColumn("Name-Of-Release", "string", ".spec.displayName")]
[PrinterColumn("From", "string", ".spec.upgradesFrom")]
[PrinterColumn("Age", "date", ".metadata.creationTimestamp")]
[Description("A release of the cloud: how it is recognised, where its packages come from, its components and their order. Written by the catalogue.")]
public sealed record ClusterRelease : IResource
{
    /// <inheritdoc/>
    public string ApiVersion { get; init => field = value ?? Api.ApiVersion.Full; } = Api.ApiVersion.Full;

    /// <inheritdoc/>
    public string Kind { get; init => field = value ?? nameof(ClusterRelease); } = nameof(ClusterRelease);

    /// <inheritdoc/>
    public ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    /// <summary>The release.</summary>
    [Description("The release.")]
    public required ClusterReleaseSpec Spec { get; init; }
}
