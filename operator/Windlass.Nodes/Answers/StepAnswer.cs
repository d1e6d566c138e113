using System.Globalization;
using Windlass.Core.Observation;

namespace Windlass.Nodes.Answers;

/// <summary>The answer of <c>step.sh</c>.</summary>
internal static class StepAnswer
{
    /// <summary>Null when it is not understood, or tells of another step.</summary>
    public static StepOutcome? Parse(FramedAnswer answer, StepOrder order, DateTimeOffset takenAt)
    {
        var first = Cut(answer.Body, out var rest);
        if (answer.Refusal is { } reason)
        {
            return new StepOutcome.Refused(reason);
        }

        var entry = After(first, $"#{answer.Nonce} entry ") is { } words ? LedgerLine.Parse(words.Split(' ')) : null;
        var second = Cut(rest, out var log);
        if (entry is null || entry.Id != order.Id || After(second, $"#{answer.Nonce} log ") is not { } next
            || !long.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
        {
            return null;
        }

        return entry.State == LedgerState.Running ? new StepOutcome.Running(entry, log, offset) : Finished(answer.Nonce, order, entry, log, takenAt);
    }

    /// <summary>Behind the log follows the look; the line between them is marked, and what is above it is the log's, line end and all.</summary>
    private static StepOutcome.Finished Finished(string nonce, StepOrder order, LedgerEntry entry, string rest, DateTimeOffset takenAt)
    {
        var mark = $"\n#{nonce} look\n";
        var end = rest.LastIndexOf(mark, StringComparison.Ordinal);
        return end < 0
            ? new StepOutcome.Finished(entry, rest, null)
            : new StepOutcome.Finished(entry, rest[..end], ObservationAnswer.Parse(new FramedAnswer(rest[(end + mark.Length)..], nonce), order.LookFor, takenAt));
    }

    private static string? After(string line, string mark) => line.StartsWith(mark, StringComparison.Ordinal) ? line[mark.Length..] : null;

    private static string Cut(string text, out string rest)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        rest = end < 0 ? "" : text[(end + 1)..];
        return end < 0 ? text : text[..end];
    }
}
