namespace Windlass.Core.Projection;

/// <summary>The upgrade cannot be done as declared; no node would be touched.</summary>
/// <param name="Reason">CamelCase reason of the condition that would say so.</param>
/// <param name="Message">What is wrong.</param>
public sealed record Refusal(string Reason, string Message);
