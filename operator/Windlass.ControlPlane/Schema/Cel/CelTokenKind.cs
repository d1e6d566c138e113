namespace Windlass.ControlPlane.Schema.Cel;

internal enum CelTokenKind
{
    End,
    Name,
    Integer,
    Real,
    Text,
    Symbol,
}
