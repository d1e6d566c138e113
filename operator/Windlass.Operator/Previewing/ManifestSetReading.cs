using System.Collections.Immutable;

namespace Windlass.Operator.Previewing;

/// <summary>What came of reading manifests. Closed: <see cref="Loaded"/> or <see cref="Unusable"/>.</summary>
internal abstract record ManifestSetReading
{
    private ManifestSetReading()
    {
    }

    /// <summary>All of them are fine.</summary>
    public sealed record Loaded(ManifestSet Set) : ManifestSetReading;

    /// <summary>Something is wrong with them.</summary>
    /// <param name="Problems">At least one, for people.</param>
    public sealed record Unusable(ImmutableArray<string> Problems) : ManifestSetReading;
}
