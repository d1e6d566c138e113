using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Forecasting;

namespace Windlass.Operator.Simulating;

/// <summary>What came of putting a cloud together. Closed: <see cref="Ready"/> or <see cref="Unusable"/>.</summary>
internal abstract record CloudReading
{
    private CloudReading()
    {
    }

    /// <summary>It can be simulated.</summary>
    /// <param name="Cloud">The cloud.</param>
    /// <param name="PastRuns">Upgrades that are over and say what their steps took, the latest first.</param>
    public sealed record Ready(ImaginedCloud Cloud, ImmutableArray<ClusterUpgrade> PastRuns) : CloudReading;

    /// <summary>Something is wrong with what was given.</summary>
    /// <param name="Problems">At least one, for people.</param>
    public sealed record Unusable(ImmutableArray<string> Problems) : CloudReading;
}
