namespace Windlass.ControlPlane.Schema.Cel;

/// <param name="Kind">What it is.</param>
/// <param name="Text">Its spelling; for a string literal, its value.</param>
/// <param name="At">Offset in the source, for messages.</param>
internal readonly record struct CelToken(CelTokenKind Kind, string Text, int At);
