using System.Collections.Immutable;

namespace Windlass.Core.Api.Meta;

/// <summary>The part of <c>metav1.ObjectMeta</c> that this project reads or writes.</summary>
public sealed record ObjectMeta
{
    /// <summary>Name, unique per kind and namespace.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Namespace; null for cluster-scoped objects.</summary>
    public string? Namespace { get; init; }

    /// <summary>Unique over time; null before the server stored the object.</summary>
    public string? Uid { get; init; }

    /// <summary>Opaque; names the stored version of this object. Null in what we apply.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Counts changes of the spec; 0 or null before the server stored the object.</summary>
    public long? Generation { get; init; }

    /// <summary>When the server stored the object first.</summary>
    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>When somebody asked for deletion; the object lives on until its finalizers are gone.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>Labels; null is the same as empty.</summary>
    public ImmutableDictionary<string, string>? Labels { get; init; }

    /// <summary>Annotations; null is the same as empty.</summary>
    public ImmutableDictionary<string, string>? Annotations { get; init; }

    /// <summary>Who must agree before the object goes away; null is the same as empty.</summary>
    public ImmutableArray<string>? Finalizers { get; init; }

    /// <summary>Objects whose deletion takes this one along; null is the same as empty.</summary>
    public ImmutableArray<OwnerReference>? OwnerReferences { get; init; }
}
