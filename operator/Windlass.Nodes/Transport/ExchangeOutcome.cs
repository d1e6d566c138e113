using Windlass.Nodes.Answers;

namespace Windlass.Nodes.Transport;

/// <summary>What came of running one script.</summary>
internal abstract record ExchangeOutcome
{
    private ExchangeOutcome()
    {
    }

    /// <summary>The script ran to its last line.</summary>
    public sealed record Completed(FramedAnswer Answer) : ExchangeOutcome;

    /// <summary>The node declined, and did nothing.</summary>
    /// <param name="Reason">Why; for people.</param>
    public sealed record Refused(string Reason) : ExchangeOutcome;

    /// <summary>It did not, or we cannot know.</summary>
    public sealed record Failed(NodeFailure Failure) : ExchangeOutcome;
}
