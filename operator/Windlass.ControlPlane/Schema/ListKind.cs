namespace Windlass.ControlPlane.Schema;

/// <summary>How the items of a list are identified: not at all, by value, or by the values of key fields.</summary>
internal enum ListKind
{
    Atomic,
    Set,
    Map,
}
