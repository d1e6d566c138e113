namespace Windlass.ControlPlane.Selection;

/// <summary>One requirement of a field selector.</summary>
internal readonly record struct FieldRequirement(string Path, string Value, bool IsNegated);
