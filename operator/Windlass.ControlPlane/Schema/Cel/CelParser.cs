using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace Windlass.ControlPlane.Schema.Cel;

/// <summary>Recursive descent over the evaluated subset; whatever is outside is refused when the definition is loaded, never skipped.</summary>
internal sealed class CelParser
{
    /// <summary>Nesting deeper than this is refused: evaluation recurses.</summary>
    private const int DeepestNesting = 64;

    private static readonly FrozenDictionary<string, CelFunction> Functions = new Dictionary<string, CelFunction>
    {
        ["size"] = CelFunction.Size,
        ["startsWith"] = CelFunction.StartsWith,
        ["endsWith"] = CelFunction.EndsWith,
        ["contains"] = CelFunction.Contains,
        ["matches"] = CelFunction.Matches,
        ["string"] = CelFunction.String,
        ["int"] = CelFunction.Int,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, CelMacro> Macros = new Dictionary<string, CelMacro>
    {
        ["all"] = CelMacro.All,
        ["exists"] = CelMacro.Exists,
        ["exists_one"] = CelMacro.ExistsOne,
        ["filter"] = CelMacro.Filter,
        ["map"] = CelMacro.Map,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly ImmutableArray<CelToken> tokens;
    private readonly string place;
    private int at;
    private int depth;

    private CelParser(ImmutableArray<CelToken> tokens, string place)
    {
        this.tokens = tokens;
        this.place = place;
    }

    private CelToken Current => tokens[at];

    /// <exception cref="InvalidDefinitionException">The text is not CEL, or outside the evaluated subset.</exception>
    public static CelExpression Parse(string source, string place)
    {
        var parser = new CelParser(CelLexer.Split(source, place), place);
        var expression = parser.ParseConditional();
        return parser.Current.Kind == CelTokenKind.End ? expression : throw parser.Unexpected();
    }

    private CelExpression ParseConditional()
    {
        if (++depth > DeepestNesting)
            throw new InvalidDefinitionException($"{place}: nested too deeply");
        var test = ParseBinary(0);
        if (Take("?"))
        {
            var then = ParseConditional();
            Expect(":");
            test = new CelExpression.Conditional(test, then, ParseConditional());
        }
        depth--;
        return test;
    }

    private CelExpression ParseBinary(int weakest)
    {
        var left = ParseUnary();
        while (CelPrecedence.Of(Current) is { } found && found.Strength >= weakest)
        {
            at++;
            left = new CelExpression.Binary(found.Operator, left, ParseBinary(found.Strength + 1));
        }
        return left;
    }

    private CelExpression ParseUnary()
    {
        if (++depth > DeepestNesting)
            throw new InvalidDefinitionException($"{place}: nested too deeply");
        CelExpression parsed = Take("!") ? new CelExpression.Not(ParseUnary())
            : Take("-") ? new CelExpression.Negate(ParseUnary())
            : ParsePostfix();
        depth--;
        return parsed;
    }

    private CelExpression ParsePostfix()
    {
        var target = ParsePrimary();
        while (true)
        {
            if (Take("["))
            {
                target = new CelExpression.Index(target, ParseConditional());
                Expect("]");
            }
            else if (Take("."))
                target = ParseMemberOrMethod(target, TakeName());
            else
                return target;
        }
    }

    private CelExpression ParseMemberOrMethod(CelExpression target, string name)
    {
        if (!Take("("))
            return new CelExpression.Member(target, name);
        if (Macros.TryGetValue(name, out var macro))
        {
            var variable = TakeName();
            Expect(",");
            var body = ParseConditional();
            Expect(")");
            return new CelExpression.Comprehension(macro, target, variable, body);
        }
        if (!Functions.TryGetValue(name, out var function))
            throw new InvalidDefinitionException($"{place}: function {name}() is outside the evaluated subset");
        return MakeCall(function, [target, .. ParseList(")")]);
    }

    private CelExpression ParsePrimary()
    {
        var token = Current;
        at++;
        return token.Kind switch
        {
            CelTokenKind.Text => new CelExpression.Literal(new CelValue.Text(token.Text)),
            CelTokenKind.Integer when long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) =>
                new CelExpression.Literal(new CelValue.Whole(whole)),
            CelTokenKind.Real when double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) =>
                new CelExpression.Literal(new CelValue.Real(real)),
            CelTokenKind.Name => ParseName(token.Text),
            CelTokenKind.Symbol when token.Text == "(" => ParseGroup(),
            CelTokenKind.Symbol when token.Text == "[" => new CelExpression.ListOf(ParseList("]")),
            _ => throw UnexpectedAt(token),
        };
    }

    private CelExpression ParseGroup()
    {
        var inner = ParseConditional();
        Expect(")");
        return inner;
    }

    private CelExpression ParseName(string name)
    {
        if (name is "true" or "false")
            return new CelExpression.Literal(new CelValue.Truth(name == "true"));
        if (name == "null")
            return new CelExpression.Literal(new CelValue.Nothing());
        if (!Take("("))
            return new CelExpression.Name(name);
        var arguments = ParseList(")");
        if (name == "has")
            return arguments is [CelExpression.Member field]
                ? new CelExpression.Has(field)
                : throw new InvalidDefinitionException($"{place}: has() needs a field");
        if (!Functions.TryGetValue(name, out var function))
            throw new InvalidDefinitionException($"{place}: function {name}() is outside the evaluated subset");
        return MakeCall(function, arguments);
    }

    private CelExpression.Call MakeCall(CelFunction function, ImmutableArray<CelExpression> arguments)
    {
        var wanted = function is CelFunction.Size or CelFunction.String or CelFunction.Int ? 1 : 2;
        if (arguments.Length != wanted)
            throw new InvalidDefinitionException($"{place}: {function} takes {wanted} argument(s)");
        if (function == CelFunction.Matches)
            _ = arguments[1] is CelExpression.Literal { Value: CelValue.Text pattern }
                ? GoPattern.Parse(pattern.Value, place)
                : throw new InvalidDefinitionException($"{place}: matches() needs a literal pattern");
        return new CelExpression.Call(function, arguments);
    }

    private ImmutableArray<CelExpression> ParseList(string closing)
    {
        var items = ImmutableArray.CreateBuilder<CelExpression>();
        if (Take(closing))
            return items.ToImmutable();
        do
        {
            items.Add(ParseConditional());
        }
        while (Take(","));
        Expect(closing);
        return items.ToImmutable();
    }

    private bool Take(string symbol)
    {
        if (Current.Kind != CelTokenKind.Symbol || Current.Text != symbol)
            return false;
        at++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!Take(symbol))
            throw Unexpected();
    }

    private string TakeName() => Current.Kind == CelTokenKind.Name ? tokens[at++].Text : throw Unexpected();

    private InvalidDefinitionException Unexpected() => UnexpectedAt(Current);

    private InvalidDefinitionException UnexpectedAt(CelToken token) =>
        new(token.Kind == CelTokenKind.End ? $"{place}: ends too early" : $"{place}: unexpected {JsonFacts.Quote(token.Text)} at {token.At}");
}
