using System.Collections.Immutable;

namespace Windlass.Operator.Page;

/// <summary>What is sent of a run: all of it, or what is new since a version.</summary>
internal sealed record RunPicture
{
    /// <summary>The operator's time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The run as a whole; null: as it was.</summary>
    public PageHead? Head { get; init; }

    /// <summary>Nodes that are new or other than they were, by name.</summary>
    public required ImmutableSortedDictionary<string, PageNode> Nodes { get; init; }

    /// <summary>Nodes that are gone.</summary>
    public ImmutableArray<string>? Gone { get; init; }

    /// <summary>Everything is in it: what a reader knew before is to be forgotten.</summary>
    public bool IsWhole { get; init; }
}
