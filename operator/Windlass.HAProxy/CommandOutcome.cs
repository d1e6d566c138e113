using Windlass.Core.LoadBalancing;

namespace Windlass.HAProxy;

/// <summary>What came of a command. Closed: <see cref="Applied"/>, <see cref="Rejected"/> or <see cref="Unreadable"/>.</summary>
public abstract record CommandOutcome
{
    private CommandOutcome()
    {
    }

    /// <summary>Carried out, and seen to be so.</summary>
    /// <param name="After">Read back after the command, in the same exchange.</param>
    public sealed record Applied(LoadBalancerSnapshot After) : CommandOutcome;

    /// <summary>The instance refused, or took it without effect. Of a batch some parts may have been carried out: read before deciding.</summary>
    /// <param name="Message">The instance's own words, or what was read back instead.</param>
    public sealed record Rejected(string Message) : CommandOutcome;

    /// <summary>No usable answer: the command may or may not have been carried out.</summary>
    /// <param name="Message">What went wrong, for people.</param>
    public sealed record Unreadable(string Message) : CommandOutcome;
}
