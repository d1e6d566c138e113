using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Windlass.ControlPlane.Selection;

/// <summary>Reads label selectors. Total: any text either parses or yields a sentence saying where it went wrong.</summary>
internal ref struct LabelSelectorParser
{
    private const string Symbols = "(),!=<>";

    private readonly string _text;
    private int _at;
    private string? _error;

    private LabelSelectorParser(string text) => _text = text;

    public static bool TryParse(string text, [NotNullWhen(true)] out LabelSelector? selector, [NotNullWhen(false)] out string? error)
    {
        var parser = new LabelSelectorParser(text);
        var requirements = parser.ParseAll();
        error = parser._error;
        selector = error is null ? new LabelSelector(requirements) : null;
        return error is null;
    }

    private ImmutableArray<LabelRequirement> ParseAll()
    {
        var found = ImmutableArray.CreateBuilder<LabelRequirement>();
        if (string.IsNullOrWhiteSpace(_text))
            return [];
        do
        {
            if (ParseOne() is not { } requirement)
                return [];
            found.Add(requirement);
        }
        while (Take(","));

        if (Next() is { Length: > 0 } rest)
            Fail($"found '{rest}', expected: ',' or 'end of string'");
        return found.ToImmutable();
    }

    private LabelRequirement? ParseOne()
    {
        var negated = Take("!");
        var key = Word();
        if (key.Length == 0 || !LabelText.IsKey(key))
            return FailAt(key.Length == 0 ? Next() : key);
        if (negated)
            return new LabelRequirement.Absent(key);
        return Next() switch
        {
            "" or "," => new LabelRequirement.Exists(key),
            "=" or "==" => Equality(key, wanted: true),
            "!=" => Equality(key, wanted: false),
            ">" or "<" => Comparison(key),
            "in" => Set(key, wanted: true),
            "notin" => Set(key, wanted: false),
            var other => Fail($"found '{other}', expected: in, notin, =, ==, !=, gt, lt"),
        };
    }

    private LabelRequirement? Equality(string key, bool wanted)
    {
        Advance();
        var value = Word();
        if (!LabelText.IsValue(value))
            return Fail($"invalid label value: \"{value}\"");
        return wanted ? new LabelRequirement.In(key, [value]) : new LabelRequirement.NotIn(key, [value]);
    }

    private LabelRequirement? Comparison(string key)
    {
        var greater = Advance() == ">";
        var text = Word();
        if (!long.TryParse(text, CultureInfo.InvariantCulture, out var bound))
            return Fail($"for 'Gt', 'Lt' operators, the value must be an integer, found '{text}'");
        return greater ? new LabelRequirement.Greater(key, bound) : new LabelRequirement.Less(key, bound);
    }

    private LabelRequirement? Set(string key, bool wanted)
    {
        Advance();
        if (!Take("("))
            return Fail($"found '{Next()}', expected: '('");
        var values = ImmutableArray.CreateBuilder<string>();
        do
        {
            var value = Word();
            if (!LabelText.IsValue(value))
                return Fail($"invalid label value: \"{value}\"");
            values.Add(value);
        }
        while (Take(","));

        if (!Take(")"))
            return Fail($"found '{Next()}', expected: ',' or ')'");
        return wanted ? new LabelRequirement.In(key, values.ToImmutable()) : new LabelRequirement.NotIn(key, values.ToImmutable());
    }

    private LabelRequirement? Fail(string why)
    {
        _error ??= $"unable to parse requirement: {why}";
        return null;
    }

    /// <summary>Where no requirement can begin. In upstream's words, which are without an introduction here.</summary>
    private LabelRequirement? FailAt(string token)
    {
        _error ??= $"found '{token}', expected: !, identifier, or 'end of string'";
        return null;
    }

    private bool Take(string symbol)
    {
        if (Next() != symbol)
            return false;
        Advance();
        return true;
    }

    /// <summary>A word, or empty when a symbol or the end comes next.</summary>
    private string Word()
    {
        var next = Next();
        return next.Length > 0 && !Symbols.Contains(next[0]) ? Advance() : "";
    }

    private string Advance()
    {
        var token = Next();
        SkipSpace();
        _at += token.Length;
        return token;
    }

    private readonly string Next()
    {
        var start = _at;
        while (start < _text.Length && char.IsWhiteSpace(_text[start]))
            start++;
        if (start == _text.Length)
            return "";
        if (Symbols.Contains(_text[start]))
        {
            var isPair = _text[start] is '=' or '!' && start + 1 < _text.Length && _text[start + 1] == '=';
            return _text.Substring(start, isPair ? 2 : 1);
        }

        var end = start;
        while (end < _text.Length && !char.IsWhiteSpace(_text[end]) && !Symbols.Contains(_text[end]))
            end++;
        return _text[start..end];
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }
}
