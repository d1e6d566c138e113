namespace Windlass.ControlPlane.Apply;

/// <summary>How a manager came to own its fields; the names are the wire names.</summary>
internal enum ManagedOperation
{
    Apply,
    Update,
}
