using System.Collections.Immutable;
using System.Text;

namespace Windlass.Operator.Importing;

/// <summary>Splits a line into words as a shell would: quotes keep blanks, a backslash keeps the next letter, <c>#</c> at a word's start ends the line.</summary>
internal static class ShellWords
{
    /// <returns>The words; default when a quote is left open.</returns>
    public static ImmutableArray<string> Split(string line)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var word = new StringBuilder();
        var (isInWord, quote) = (false, '\0');
        for (var i = 0; i < line.Length; i++)
        {
            var letter = line[i];
            if (letter == '\\' && quote != '\'' && i + 1 < line.Length)
            {
                word.Append(line[++i]);
                isInWord = true;
            }
            else if (quote != '\0' || letter is '"' or '\'')
            {
                quote = Quoted(letter, quote, word);
                isInWord = true;
            }
            else if (!char.IsWhiteSpace(letter) && !(letter == '#' && !isInWord))
            {
                word.Append(letter);
                isInWord = true;
            }
            else if (letter == '#')
            {
                break;
            }
            else if (isInWord)
            {
                words.Add(word.ToString());
                word.Clear();
                isInWord = false;
            }
        }

        if (isInWord)
        {
            words.Add(word.ToString());
        }

        return quote == '\0' ? words.ToImmutable() : default;
    }

    /// <summary>One letter in quotes, or a quote itself.</summary>
    /// <returns>The quote that is open afterwards.</returns>
    private static char Quoted(char letter, char quote, StringBuilder word)
    {
        if (quote == '\0')
        {
            return letter;
        }

        if (letter == quote)
        {
            return '\0';
        }

        word.Append(letter);
        return quote;
    }
}
