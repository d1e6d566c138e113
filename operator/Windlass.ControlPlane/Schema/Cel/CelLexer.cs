using System.Collections.Immutable;
using System.Text;

namespace Windlass.ControlPlane.Schema.Cel;

internal static class CelLexer
{
    private static readonly string[] Symbols =
        ["&&", "||", "==", "!=", "<=", ">=", "!", "<", ">", "(", ")", "[", "]", ".", ",", "?", ":", "+", "-", "*", "/", "%"];

    /// <exception cref="InvalidDefinitionException">A character or literal outside the subset.</exception>
    public static ImmutableArray<CelToken> Split(string source, string place)
    {
        var tokens = ImmutableArray.CreateBuilder<CelToken>();
        var at = 0;
        while (at < source.Length)
        {
            if (char.IsWhiteSpace(source[at]))
            {
                at++;
                continue;
            }
            var token = Next(source, at, place, out var end);
            tokens.Add(token);
            at = end;
        }
        tokens.Add(new CelToken(CelTokenKind.End, "", source.Length));
        return tokens.ToImmutable();
    }

    private static CelToken Next(string source, int at, string place, out int end)
    {
        if (source[at] is '\'' or '"')
            return ReadText(source, at, place, out end);
        if (char.IsAsciiDigit(source[at]))
            return ReadNumber(source, at, out end);
        if (char.IsAsciiLetter(source[at]) || source[at] == '_')
        {
            end = at;
            while (end < source.Length && (char.IsAsciiLetterOrDigit(source[end]) || source[end] == '_'))
                end++;
            return new CelToken(CelTokenKind.Name, source[at..end], at);
        }
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(source, at, symbol, 0, symbol.Length) != 0)
                continue;
            end = at + symbol.Length;
            return new CelToken(CelTokenKind.Symbol, symbol, at);
        }
        throw new InvalidDefinitionException($"{place}: unexpected '{source[at]}' at {at}");
    }

    private static CelToken ReadNumber(string source, int at, out int end)
    {
        end = at;
        while (end < source.Length && char.IsAsciiDigit(source[end]))
            end++;
        if (end + 1 >= source.Length || source[end] != '.' || !char.IsAsciiDigit(source[end + 1]))
            return new CelToken(CelTokenKind.Integer, source[at..end], at);
        end++;
        while (end < source.Length && char.IsAsciiDigit(source[end]))
            end++;
        return new CelToken(CelTokenKind.Real, source[at..end], at);
    }

    private static CelToken ReadText(string source, int at, string place, out int end)
    {
        var quote = source[at];
        var text = new StringBuilder();
        for (var i = at + 1; i < source.Length; i++)
        {
            if (source[i] == quote)
            {
                end = i + 1;
                return new CelToken(CelTokenKind.Text, text.ToString(), at);
            }
            if (source[i] == '\\' && i + 1 < source.Length)
                text.Append(Unescape(source[++i], place));
            else
                text.Append(source[i]);
        }
        throw new InvalidDefinitionException($"{place}: string literal at {at} does not end");
    }

    private static char Unescape(char letter, string place) => letter switch
    {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        '\\' or '\'' or '"' or '`' or '?' => letter,
        _ => throw new InvalidDefinitionException($"{place}: escape \\{letter} is outside the evaluated subset"),
    };
}
