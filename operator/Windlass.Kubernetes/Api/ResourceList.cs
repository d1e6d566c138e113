using System.Collections.Immutable;
using Windlass.Core.Api.Meta;

namespace Windlass.Kubernetes.Api;

/// <summary>All objects of a list, every page collected.</summary>
/// <param name="Items">The objects.</param>
/// <param name="ResourceVersion">Where a watch may start.</param>
public sealed record ResourceList<T>(ImmutableArray<T> Items, string ResourceVersion)
    where T : class, IResource;
