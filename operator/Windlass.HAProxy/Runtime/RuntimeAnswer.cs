namespace Windlass.HAProxy.Runtime;

/// <summary>What came of one exchange over a runtime socket. Closed.</summary>
internal abstract record RuntimeAnswer
{
    private RuntimeAnswer()
    {
    }

    /// <summary>The instance answered and closed its side.</summary>
    /// <param name="Value">The whole answer; empty is possible and means nothing by itself.</param>
    internal sealed record Text(string Value) : RuntimeAnswer;

    /// <summary>No whole answer.</summary>
    /// <param name="Message">What went wrong, for people.</param>
    internal sealed record Failed(string Message) : RuntimeAnswer;
}
