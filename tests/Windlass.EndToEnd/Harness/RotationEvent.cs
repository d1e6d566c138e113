namespace Windlass.EndToEnd.Harness;

/// <summary>One line of a HAProxy about one of its servers.</summary>
internal sealed record RotationEvent(DateTimeOffset At, string Instance, string Backend, string Server, string What);
