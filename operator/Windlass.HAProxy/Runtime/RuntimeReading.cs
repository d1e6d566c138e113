using Windlass.HAProxy.Parsing;

namespace Windlass.HAProxy.Runtime;

/// <summary>What was understood of an answer that should end with a snapshot. Closed.</summary>
internal abstract record RuntimeReading
{
    private RuntimeReading()
    {
    }

    /// <summary>Everything was understood.</summary>
    /// <param name="Runtime">The snapshot and what the commands before it answered.</param>
    internal sealed record Whole(RuntimeSnapshot Runtime) : RuntimeReading;

    /// <summary>No answer, or not one that can be trusted as a whole.</summary>
    /// <param name="Message">What went wrong, for people.</param>
    internal sealed record Broken(string Message) : RuntimeReading;
}
