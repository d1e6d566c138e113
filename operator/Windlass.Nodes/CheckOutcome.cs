using System.Collections.Immutable;
using Windlass.Core.Observation;

namespace Windlass.Nodes;

/// <summary>What came of running the target's upgrade checks aside.</summary>
public abstract record CheckOutcome
{
    private CheckOutcome()
    {
    }

    /// <summary>The node answered in full.</summary>
    /// <param name="Results">What is known of each check; one that is missing was not run.</param>
    public sealed record Checked(ImmutableArray<UpgradeCheckResult> Results) : CheckOutcome;

    /// <summary>Nothing is known.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(NodeFailure Failure) : CheckOutcome;
}
