namespace Windlass.Testing;

/// <summary>A kind as the in-memory cluster knows it. Kinds need not be registered.</summary>
internal readonly record struct StoreKind(string Group, string Version, string Plural)
{
    /// <summary>Built-in kinds that the tests use have no status endpoint, custom ones have.</summary>
    public bool HasStatus => Group is not ("" or "coordination.k8s.io" or "events.k8s.io") || Plural is "namespaces";

    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
