using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;

namespace Windlass.Kubernetes.Watching;

/// <summary>All objects of a kind at one moment. Immutable: it can be kept and read without locks.</summary>
/// <param name="Objects">The objects by identity.</param>
public sealed record ResourceSnapshot<T>(ImmutableDictionary<ResourceKey, T> Objects)
    where T : class, IResource
{
    /// <summary>Nothing seen yet.</summary>
    public static ResourceSnapshot<T> Empty { get; } = new(ImmutableDictionary<ResourceKey, T>.Empty);

    /// <summary>All objects, in no particular order.</summary>
    public IEnumerable<T> All => Objects.Values;

    /// <summary>How many there are.</summary>
    public int Count => Objects.Count;

    /// <summary>The object of an identity.</summary>
    public bool TryGet(ResourceKey key, [NotNullWhen(true)] out T? resource) => Objects.TryGetValue(key, out resource);

    /// <summary>The object of an identity.</summary>
    public bool TryGet(string space, string name, [NotNullWhen(true)] out T? resource) => TryGet(new ResourceKey(space, name), out resource);
}
