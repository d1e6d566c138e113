namespace Windlass.ControlPlane.Schema.Cel;

internal enum CelMacro
{
    All,
    Exists,
    ExistsOne,
    Filter,
    Map,
}
