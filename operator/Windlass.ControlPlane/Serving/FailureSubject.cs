namespace Windlass.ControlPlane.Serving;

/// <summary>What a failure is about. <paramref name="Kind"/> is the plural for most reasons and the kind for Invalid, as upstream has it.</summary>
internal sealed record FailureSubject(string Name, string Group, string Kind, string Uid = "");
