using System.Collections.Immutable;

using Windlass.ControlPlane.Resources;

namespace Windlass.ControlPlane.Discovery;

/// <summary>One group version and what it serves. Every group here has one version.</summary>
/// <param name="Name">Empty for the core group.</param>
internal sealed record ApiGroup(string Name, string Version, ImmutableArray<ServedResource> Resources, ImmutableArray<ReviewResource> Reviews)
{
    public string GroupVersion => Name.Length == 0 ? Version : $"{Name}/{Version}";

    /// <summary>Relative to the server, without a leading slash.</summary>
    public string Path => Name.Length == 0 ? $"api/{Version}" : $"apis/{Name}/{Version}";

    /// <summary>In the order people see them: the core group, ours, Kubernetes' others.</summary>
    public static ImmutableArray<ApiGroup> Of(ResourceCatalogue catalogue) =>
    [
        .. catalogue.All
            .GroupBy(resource => (resource.Group, resource.Version))
            .OrderBy(group => group.Key.Group.Length == 0 ? 0 : group.First().Nature == ResourceNature.Custom ? 1 : 2)
            .Select(group => new ApiGroup(group.Key.Group, group.Key.Version, [.. group], [])),
        new ApiGroup(ReviewResource.Self.Group, "v1", [], [ReviewResource.Self]),
        new ApiGroup(ReviewResource.Access.Group, "v1", [], [ReviewResource.Access]),
    ];
}
