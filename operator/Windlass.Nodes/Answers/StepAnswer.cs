using System.Globalization;
using Windlass.Core.Identities;
using Windlass.Core.Observation;

namespace Windlass.Nodes.Answers;

/// <summary>The answer of <c>step.sh</c>.</summary>
internal static class StepAnswer
{
    /// <summary>Null when it is not understood, or tells of another step.</summary>
    public static StepOutcome? Parse(FramedAnswer answer, StepId id)
    {
        var first = Cut(answer.Body, out var rest);
        if (After(first, $"#{answer.Nonce} refused ") is { } reason)
        {
            return new StepOutcome.Refused(reason);
        }

        var entry = After(first, $"#{answer.Nonce} entry ") is { } words ? LedgerLine.Parse(words.Split(' ')) : null;
        var second = Cut(rest, out var log);
        if (entry is null || entry.Id != id || After(second, $"#{answer.Nonce} log ") is not { } next
            || !long.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
        {
            return null;
        }

        return entry.State == LedgerState.Running ? new StepOutcome.Running(entry, log, offset) : new StepOutcome.Finished(entry, log);
    }

    private static string? After(string line, string mark) => line.StartsWith(mark, StringComparison.Ordinal) ? line[mark.Length..] : null;

    private static string Cut(string text, out string rest)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        rest = end < 0 ? "" : text[(end + 1)..];
        return end < 0 ? text : text[..end];
    }
}
