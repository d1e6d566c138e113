using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Apply;

/// <summary>What a server-side apply came to.</summary>
internal abstract record ApplyOutcome
{
    private ApplyOutcome()
    {
    }

    /// <param name="Result">The object to default, validate and store, with managedFields updated.</param>
    /// <param name="Changed">False when nothing differs from the live object, not even ownership: store nothing.</param>
    public sealed record Applied(JsonObject Result, bool Changed) : ApplyOutcome;

    /// <summary>409, reason Conflict, one FieldManagerConflict cause for each conflict.</summary>
    public sealed record Conflicted(ImmutableArray<ApplyConflict> Conflicts) : ApplyOutcome
    {
        /// <summary>The Status message.</summary>
        public string Message => Conflicts is [var only]
            ? $"Apply failed with 1 conflict: {only.Message}: {only.FieldPath}"
            : $"Apply failed with {Conflicts.Length} conflicts: {string.Join("\n", ByManager.SelectMany(Lines))}";

        private IEnumerable<IGrouping<string, ApplyConflict>> ByManager =>
            Conflicts.GroupBy(conflict => conflict.Message, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal);

        private static IEnumerable<string> Lines(IGrouping<string, ApplyConflict> group) =>
            group.Select(conflict => $"- {conflict.FieldPath}").Prepend($"conflicts with {group.Key["conflict with ".Length..]}:");
    }

    /// <summary>400: the request is no apply configuration.</summary>
    public sealed record Rejected(string Message) : ApplyOutcome;
}
