namespace Windlass.ControlPlane.Writing;

/// <summary>What becomes of the objects an object owns when it is deleted.</summary>
internal enum Propagation
{
    /// <summary>Deleted afterwards.</summary>
    Background,

    /// <summary>Deleted first; the owner stays visible until then.</summary>
    Foreground,

    /// <summary>Kept, without their owner.</summary>
    Orphan,
}
