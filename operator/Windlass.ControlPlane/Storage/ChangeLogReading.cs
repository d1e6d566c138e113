using System.Collections.Immutable;

namespace Windlass.ControlPlane.Storage;

/// <summary>What a watcher finds when it asks for the changes after a revision.</summary>
internal abstract record ChangeLogReading
{
    private ChangeLogReading()
    {
    }

    public sealed record Changes(ImmutableArray<Change> Items) : ChangeLogReading;

    /// <param name="Moved">Completes at the next change.</param>
    public sealed record Nothing(Task Moved) : ChangeLogReading;

    /// <param name="Oldest">The oldest revision a watch may still start from.</param>
    public sealed record Expired(long Oldest) : ChangeLogReading;
}
