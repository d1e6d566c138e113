namespace Windlass.Core.Planning.Gates;

/// <summary>
/// What rabbitmqctl says when it cannot tell: its error comes first, then pages of advice or usage, and what it found on its way to the broker.
/// Source: rabbitmq-server:deps/rabbitmq_cli (cli_core), rabbit_common/src/rabbit_nodes_common.erl (diagnostics); read on Debian's 3.10.
/// </summary>
internal static class RabbitmqComplaint
{
    private const string Error = "Error:";

    /// <summary>Advice that follows the error on its own line.</summary>
    private const string Advice = " Please see diagnostics information and suggestions below.";

    private const int MostCharacters = 400;

    /// <summary>The error and the findings in one line; null: there is no error in it. No input throws.</summary>
    /// <param name="output">What was printed.</param>
    public static string? Of(string output)
    {
        var lines = output.Split('\n').Select(line => line.Trim()).ToArray();
        var first = Array.FindIndex(lines, line => line.StartsWith(Error, StringComparison.Ordinal));
        if (first < 0)
        {
            return null;
        }

        // "Error:" alone is how some commands begin: the sentence is on the next line.
        var error = lines[first][Error.Length..].Replace(Advice, "", StringComparison.Ordinal).Trim().TrimEnd('.');
        error = error.Length == 0 && first + 1 < lines.Length ? lines[first + 1] : error;
        var told = string.Join("; ", [error, .. Findings(lines)]);
        return told.Length > MostCharacters ? $"{told[..MostCharacters]}..." : told;
    }

    /// <summary>The first block of points after DIAGNOSTICS; the second one describes rabbitmqctl itself, its cookie's hash included.</summary>
    private static IEnumerable<string> Findings(string[] lines) => lines
        .SkipWhile(line => line != "DIAGNOSTICS")
        .TakeWhile(line => !line.StartsWith("Current node details", StringComparison.Ordinal))
        .Where(line => line.StartsWith("* ", StringComparison.Ordinal) && !line.StartsWith("* suggestion", StringComparison.Ordinal))
        .Select(line => line[2..].Trim());
}
