using Windlass.Core.Observation;

namespace Windlass.Nodes;

/// <summary>What came of asking a node's APT about the target.</summary>
public abstract record ResolveOutcome
{
    private ResolveOutcome()
    {
    }

    /// <summary>The node answered in full; the answer may be that APT cannot do it.</summary>
    /// <param name="Resolution">The answer.</param>
    public sealed record Resolved(TargetResolution Resolution) : ResolveOutcome;

    /// <summary>Nothing is known.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(NodeFailure Failure) : ResolveOutcome;
}
