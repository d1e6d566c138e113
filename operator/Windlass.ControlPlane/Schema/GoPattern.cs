using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Windlass.ControlPlane.Schema;

/// <summary>Patterns are written for Go's RE2. .NET reads three things differently, each of which would let a bad value in: <c>$</c> also matches
/// before
/// a final newline, and <c>\d \w \s</c> take letters and digits of all scripts.</summary>
internal static class GoPattern
{
    /// <summary>
    /// A match may not take longer than this: the pattern comes from a definition, the value from anyone. Linear-time matching makes it a formality.
    /// </summary>
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    // Grows with the definitions only: patterns never come from requests.
    private static readonly ConcurrentDictionary<string, Regex> Parsed = new(StringComparer.Ordinal);

    /// <exception cref="InvalidDefinitionException">The pattern does not parse, or needs backtracking.</exception>
    public static Regex Parse(string pattern, string place) =>
        Parsed.TryGetValue(pattern, out var known) ? known : Parsed.GetOrAdd(pattern, Build(pattern, place));

    private static Regex Build(string pattern, string place)
    {
        try
        {
            return new Regex(Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchLimit);
        }
        catch (Exception refused) when (refused is ArgumentException or NotSupportedException)
        {
            throw new InvalidDefinitionException($"{place}: pattern {JsonFacts.Quote(pattern)} cannot be used: {refused.Message}");
        }
    }

    private static string Translate(string pattern)
    {
        var text = new StringBuilder(pattern.Length + 8);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var letter = pattern[i];
            if (letter == '\\' && i + 1 < pattern.Length)
            {
                text.Append(Escape(pattern[++i], inClass));
                continue;
            }
            if (letter is '[' && !inClass)
                inClass = true;
            else if (letter is ']' && inClass)
                inClass = false;
            text.Append(letter == '$' && !inClass ? @"\z" : letter.ToString());
        }
        return text.ToString();
    }

    private static string Escape(char letter, bool inClass) => (letter, inClass) switch
    {
        ('d', true) => "0-9",
        ('d', false) => "[0-9]",
        ('w', true) => "0-9A-Za-z_",
        ('w', false) => "[0-9A-Za-z_]",
        ('s', true) => @"\t\n\f\r ",
        ('s', false) => @"[\t\n\f\r ]",
        _ => $"\\{letter}",
    };
}
