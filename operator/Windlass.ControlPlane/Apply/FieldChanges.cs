namespace Windlass.ControlPlane.Apply;

/// <summary>What differs between two states of an object.</summary>
internal sealed record FieldChanges(FieldSet Added, FieldSet Modified, FieldSet Removed)
{
    public bool IsEmpty => Added.IsEmpty && Modified.IsEmpty && Removed.IsEmpty;

    public FieldSet Written => Added.Union(Modified);
}
