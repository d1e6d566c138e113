using System.Collections.Immutable;

namespace Windlass.Nodes;

/// <summary>What came of asking a machine for its host keys. Closed: <see cref="Answered"/> or <see cref="Failed"/>.</summary>
public abstract record HostKeyOutcome
{
    private HostKeyOutcome()
    {
    }

    /// <summary>Something at the address answered; only a comparison of fingerprints tells whether it is the right machine.</summary>
    /// <param name="Keys">Its keys, the strongest type first; at least one.</param>
    public sealed record Answered(ImmutableArray<HostKey> Keys) : HostKeyOutcome;

    /// <summary>No key came.</summary>
    /// <param name="Message">Why, for people.</param>
    public sealed record Failed(string Message) : HostKeyOutcome;
}
