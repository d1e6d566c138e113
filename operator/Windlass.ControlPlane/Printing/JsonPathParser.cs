using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Printing;

/// <summary>One parse of one path. Nothing it is given makes it throw.</summary>
internal sealed class JsonPathParser
{
    private readonly string text;
    private int at;
    private string? problem;

    public JsonPathParser(string source)
    {
        var trimmed = source.Trim();
        text = trimmed is ['{', .., '}'] ? trimmed[1..^1].Trim() : trimmed;
        if (text.StartsWith('$'))
            at = 1;
    }

    public JsonPathOutcome Parse()
    {
        var steps = ReadSteps(() => at >= text.Length);
        return problem is null ? new JsonPathOutcome.Parsed(new JsonPath(steps)) : new JsonPathOutcome.Refused(problem);
    }

    private ImmutableArray<JsonPathStep> ReadSteps(Func<bool> isDone)
    {
        var steps = ImmutableArray.CreateBuilder<JsonPathStep>();
        while (problem is null && !isDone())
        {
            if (ReadStep(steps.Count == 0) is { } step)
                steps.Add(step);
        }
        return steps.ToImmutable();
    }

    private JsonPathStep? ReadStep(bool isFirst)
    {
        if (Take('['))
            return ReadBracket();
        var hasDot = Take('.');
        if (!hasDot && !isFirst)
            return Refuse("a '.' or '[' was expected");
        if (hasDot && at < text.Length && text[at] == '[')
            return null;
        if (Take('*'))
            return new JsonPathStep.Every();
        var name = ReadName();
        return name.Length > 0 ? new JsonPathStep.Field(name) : Refuse("a field name was expected");
    }

    // A dot inside a name is written \. (as in labels.app\.kubernetes\.io/name).
    private string ReadName()
    {
        var name = new StringBuilder();
        while (at < text.Length && text[at] is not ('.' or '[' or ']' or '=' or '!' or '<' or '>' or ')' or '(' or ' '))
        {
            if (text[at] == '\\' && at + 1 < text.Length)
                at++;
            name.Append(text[at++]);
        }
        return name.ToString();
    }

    private JsonPathStep? ReadBracket()
    {
        if (Take('*'))
            return Take(']') ? new JsonPathStep.Every() : Refuse("']' was expected");
        if (Take('?'))
            return ReadFilter();
        if (at < text.Length && text[at] is '\'' or '"')
            return ReadQuoted() is { } name && Take(']') ? new JsonPathStep.Field(name) : Refuse("a quoted name and ']' were expected");
        var end = text.IndexOf(']', at);
        if (end < 0 || !int.TryParse(text.AsSpan(at, end - at), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
            return Refuse("an index was expected");
        at = end + 1;
        return new JsonPathStep.Item(index);
    }

    private JsonPathStep? ReadFilter()
    {
        if (!Take('(') || !Take('@'))
            return Refuse("a filter must look like [?(@.name==\"value\")]");
        var path = ReadSteps(() => at >= text.Length || text[at] is ' ' or '=' or '!' or '<' or '>' or ')');
        SkipSpaces();
        if (Take(')'))
            return Take(']') ? new JsonPathStep.Filter(path, false, null, true) : Refuse("']' was expected");
        var isEqual = TakeWord("==");
        if (!isEqual && !TakeWord("!="))
            return Refuse("only == and != are understood in filters");
        SkipSpaces();
        var start = at;
        var literal = ReadLiteral();
        if (at == start)
            return Refuse("a value was expected");
        SkipSpaces();
        return Take(')') && Take(']') ? new JsonPathStep.Filter(path, !isEqual, literal, false) : Refuse("')]' was expected");
    }

    private JsonNode? ReadLiteral()
    {
        if (at < text.Length && text[at] is '\'' or '"')
            return ReadQuoted() is { } quoted ? JsonValue.Create(quoted) : null;
        var start = at;
        while (at < text.Length && text[at] is not (')' or ' '))
            at++;
        var word = text[start..at];
        if (word is "true" or "false")
            return JsonValue.Create(word == "true");
        return decimal.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : JsonValue.Create(word);
    }

    private string? ReadQuoted()
    {
        var quote = text[at];
        var value = new StringBuilder();
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] == quote)
            {
                at = i + 1;
                return value.ToString();
            }
            if (text[i] == '\\' && i + 1 < text.Length)
                i++;
            value.Append(text[i]);
        }
        Refuse("a quote does not end");
        return null;
    }

    private bool Take(char letter)
    {
        if (at >= text.Length || text[at] != letter)
            return false;
        at++;
        return true;
    }

    private bool TakeWord(string word)
    {
        if (string.CompareOrdinal(text, at, word, 0, word.Length) != 0)
            return false;
        at += word.Length;
        return true;
    }

    private void SkipSpaces()
    {
        while (Take(' '))
        {
        }
    }

    private JsonPathStep? Refuse(string why)
    {
        problem ??= $"{why} at {at} of \"{text}\"";
        return null;
    }
}
