using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Page;

/// <summary>The run as a whole: what <c>kubectl windlass status</c> tells, and what the chart needs besides. The nodes are told apart.</summary>
internal sealed record PageHead
{
    /// <summary>The plugin's document, without what every node tells itself.</summary>
    public required StatusDocument Status { get; init; }

    /// <summary>What blocks the run, or that nothing does, in one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>How the sentence is meant.</summary>
    public required PageMood Mood { get; init; }

    /// <summary>When the run began; before that, when it was asked for.</summary>
    public DateTimeOffset? Begin { get; init; }

    public required ImmutableArray<PageSchema> Schemas { get; init; }

    public RunClocks? Clocks { get; init; }

    /// <summary>Steps run, retries included.</summary>
    public long StepsRun { get; init; }

    public static PageHead Of(RunSight sight)
    {
        var status = StatusDocument.Of(sight);
        var (mood, sentence) = PageSentence.Of(status);
        return new PageHead
        {
            Status = status with { Components = [.. status.Components.Select(component => component with { Nodes = [] })], Drains = [] },
            Sentence = sentence,
            Mood = mood,
            Begin = status.Started ?? sight.Upgrade.Metadata.CreationTimestamp,
            Schemas = PageSchema.Of(status, sight.Orders),
            Clocks = sight.Upgrade.Status?.Clocks,
            StepsRun = sight.Upgrade.Status?.StepsRun ?? 0,
        };
    }
}
