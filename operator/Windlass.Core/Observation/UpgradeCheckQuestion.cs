using System.Collections.Immutable;
using Windlass.Core.Api.Releases;

namespace Windlass.Core.Observation;

/// <summary>What do the target's own upgrade checks say, run from its packages unpacked aside?</summary>
/// <param name="Repository">The target's source.</param>
/// <param name="Components">Components to check.</param>
public sealed record UpgradeCheckQuestion(ReleaseRepository Repository, ImmutableArray<UpgradeCheckQuestion.Component> Components)
{
    /// <summary>One component and its check.</summary>
    /// <param name="Asked">Its packages on the node.</param>
    /// <param name="Check">The command.</param>
    public sealed record Component(TargetQuestion.Component Asked, ComponentCommand Check);
}
