using Windlass.Core.Api.Meta;

namespace Windlass.Kubernetes.Api;

/// <summary>Identity of an object within its kind.</summary>
/// <param name="Namespace">Namespace; empty for cluster-scoped objects.</param>
/// <param name="Name">Name.</param>
public readonly record struct ResourceKey(string Namespace, string Name)
{
    /// <summary>The key of an object.</summary>
    public static ResourceKey Of(IResource resource) => new(resource.Metadata.Namespace ?? "", resource.Metadata.Name);

    /// <inheritdoc/>
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
