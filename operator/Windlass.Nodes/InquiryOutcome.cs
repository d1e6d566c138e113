namespace Windlass.Nodes;

/// <summary>What came of asking a node something. Closed set.</summary>
public abstract record InquiryOutcome
{
    private InquiryOutcome()
    {
    }

    /// <summary>The node did what was asked.</summary>
    /// <param name="ExitCode">How the command ended; 124: not in time, 126 or 127: it could not be begun.</param>
    /// <param name="Output">What it printed, errors included; the first 3 MB.</param>
    public sealed record Answered(int ExitCode, string Output) : InquiryOutcome;

    /// <summary>The question cannot be put to any node, or the node does not allow it.</summary>
    /// <param name="Reason">Why; for people.</param>
    public sealed record Refused(string Reason) : InquiryOutcome;

    /// <summary>Nothing is known.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(NodeFailure Failure) : InquiryOutcome;
}
