using Windlass.ControlPlane.Resources;

namespace Windlass.ControlPlane.Serving;

/// <summary>What a resource path points at.</summary>
/// <param name="Namespace">Empty for cluster-scoped resources and for lists over all namespaces.</param>
/// <param name="Name">Empty for the collection.</param>
/// <param name="Subresource">Empty, or "status".</param>
internal sealed record RequestTarget(ServedResource Resource, string Namespace, string Name, string Subresource)
{
    public bool IsCollection => Name.Length == 0;

    public bool IsStatus => Subresource == "status";

    /// <summary>False for a subresource that the kind does not have.</summary>
    public bool IsServed => Subresource.Length == 0 || (IsStatus && Resource.HasStatus);
}
