namespace Windlass.EndToEnd.Harness;

/// <summary>One line that a service or a schema tool left in the shared database.</summary>
/// <param name="At">By the clock of the machine, which all nodes share.</param>
/// <param name="What">The program (nova-api), or a schema step (nova expand).</param>
/// <param name="Phase">start, stop, refused, failed; begin and end of a schema step.</param>
internal sealed record ServiceEvent(DateTimeOffset At, string Host, string Service, string Version, string What, string Phase);
