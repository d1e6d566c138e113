namespace Windlass.ControlPlane.Serving;

/// <summary>What to do about fields the schema does not know (they are never stored).</summary>
internal enum FieldValidation
{
    Warn,
    Strict,
    Ignore,
}
