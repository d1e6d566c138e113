namespace Windlass.Nodes.Transport;

/// <summary>How a child process ended and what it said.</summary>
/// <param name="End">How it came to its end.</param>
/// <param name="ExitCode">Exit code; meaningful for <see cref="ChildEnd.Exited"/> only.</param>
/// <param name="Output">Standard output, as far as it was read.</param>
/// <param name="Error">Standard error, as far as it was read.</param>
internal sealed record ChildResult(ChildEnd End, int ExitCode, string Output, string Error);
