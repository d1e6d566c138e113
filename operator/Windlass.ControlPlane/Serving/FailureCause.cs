namespace Windlass.ControlPlane.Serving;

/// <summary>One field-level cause inside a failure.</summary>
internal sealed record FailureCause(string Reason, string Message, string Field);
