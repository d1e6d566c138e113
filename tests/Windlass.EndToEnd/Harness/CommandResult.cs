namespace Windlass.EndToEnd.Harness;

/// <summary>How a program ended and what it said.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public IEnumerable<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Both streams, for messages that may come on either.</summary>
    public string Said => Output + Error;

    /// <summary>Itself, when the program succeeded; an error with what it said otherwise.</summary>
    public CommandResult Succeeded() =>
        ExitCode == 0 ? this : throw new InvalidOperationException($"exit status {ExitCode}: {Said.Trim()}");
}
