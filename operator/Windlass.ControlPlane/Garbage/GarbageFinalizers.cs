namespace Windlass.ControlPlane.Garbage;

/// <summary>The finalizers by which a deletion asks the garbage collector to do something first. Upstream's names.</summary>
internal static class GarbageFinalizers
{
    public const string Foreground = "foregroundDeletion";
    public const string Orphan = "orphan";
}
