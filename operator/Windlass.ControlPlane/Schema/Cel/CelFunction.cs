namespace Windlass.ControlPlane.Schema.Cel;

/// <summary>Functions whose first argument is also their receiver when written as a method.</summary>
internal enum CelFunction
{
    Size,
    StartsWith,
    EndsWith,
    Contains,
    Matches,
    String,
    Int,
}
