using System.Collections.Immutable;

namespace Windlass.ControlPlane.Schema.Cel;

/// <summary>The syntax tree of the evaluated subset of CEL.</summary>
internal abstract record CelExpression
{
    private CelExpression()
    {
    }

    public sealed record Literal(CelValue Value) : CelExpression;

    public sealed record Name(string Text) : CelExpression;

    public sealed record Member(CelExpression Target, string Field) : CelExpression;

    public sealed record Index(CelExpression Target, CelExpression Key) : CelExpression;

    public sealed record Has(Member Field) : CelExpression;

    public sealed record Not(CelExpression Operand) : CelExpression;

    public sealed record Negate(CelExpression Operand) : CelExpression;

    public sealed record Binary(CelOperator Operator, CelExpression Left, CelExpression Right) : CelExpression;

    public sealed record Conditional(CelExpression Test, CelExpression Then, CelExpression Else) : CelExpression;

    public sealed record Call(CelFunction Function, ImmutableArray<CelExpression> Arguments) : CelExpression;

    /// <summary>A macro over a list or over the keys of a map: <c>range.all(variable, body)</c>.</summary>
    public sealed record Comprehension(CelMacro Macro, CelExpression Range, string Variable, CelExpression Body) : CelExpression;

    public sealed record ListOf(ImmutableArray<CelExpression> Items) : CelExpression;
}
