namespace Windlass.ControlPlane.Storage;

/// <summary>The position of an object inside its collection. Ordered by namespace, then name, byte-wise, as lists and continue tokens are.</summary>
internal readonly record struct ObjectPlace(string Namespace, string Name) : IComparable<ObjectPlace>
{
    public int CompareTo(ObjectPlace other)
    {
        var byNamespace = string.CompareOrdinal(Namespace, other.Namespace);
        return byNamespace != 0 ? byNamespace : string.CompareOrdinal(Name, other.Name);
    }
}
