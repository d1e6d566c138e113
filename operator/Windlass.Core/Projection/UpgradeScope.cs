using System.Collections.Immutable;

namespace Windlass.Core.Projection;

/// <summary>Which nodes an upgrade is about. Closed: <see cref="Selected"/> or <see cref="Refused"/>.</summary>
public abstract record UpgradeScope
{
    private UpgradeScope()
    {
    }

    /// <summary>These.</summary>
    /// <param name="Nodes">Names, in order.</param>
    public sealed record Selected(ImmutableArray<string> Nodes) : UpgradeScope;

    /// <summary>The declaration by itself is wrong.</summary>
    /// <param name="Refusal">Why.</param>
    public sealed record Refused(Refusal Refusal) : UpgradeScope;
}
