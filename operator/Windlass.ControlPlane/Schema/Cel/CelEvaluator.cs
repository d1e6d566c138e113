using System.Collections.Immutable;

namespace Windlass.ControlPlane.Schema.Cel;

/// <summary>Evaluates a parsed rule. Total: whatever goes wrong is a <see cref="CelValue.Failure"/>.</summary>
internal static class CelEvaluator
{
    public static CelValue Evaluate(CelExpression expression, CelScope scope) => expression switch
    {
        CelExpression.Literal literal => literal.Value,
        CelExpression.Name name => scope.Names.GetValueOrDefault(name.Text) ?? new CelValue.Failure($"undeclared reference to '{name.Text}'"),
        CelExpression.Member member => Member(Evaluate(member.Target, scope), member.Field),
        CelExpression.Index index => Index(Evaluate(index.Target, scope), Evaluate(index.Key, scope)),
        CelExpression.Has has => Has(Evaluate(has.Field.Target, scope), has.Field.Field),
        CelExpression.Not not => Evaluate(not.Operand, scope) is CelValue.Truth truth ? new CelValue.Truth(!truth.Value) : NoOverload("!"),
        CelExpression.Negate negate => CelArithmetic.Negate(Evaluate(negate.Operand, scope)),
        CelExpression.Binary { Operator: CelOperator.And or CelOperator.Or } logic => Logic(logic, scope),
        CelExpression.Binary binary => CelArithmetic.Apply(binary.Operator, Evaluate(binary.Left, scope), Evaluate(binary.Right, scope)),
        CelExpression.Conditional choice => Evaluate(choice.Test, scope) switch
        {
            CelValue.Truth test => Evaluate(test.Value ? choice.Then : choice.Else, scope),
            CelValue.Failure failure => failure,
            _ => NoOverload("?:"),
        },
        CelExpression.Call call => CelCalls.Apply(call.Function, [.. call.Arguments.Select(argument => Evaluate(argument, scope))]),
        CelExpression.ListOf list => new CelValue.Sequence([.. list.Items.Select(item => Evaluate(item, scope))]),
        CelExpression.Comprehension loop => Comprehend(loop, scope),
        _ => NoOverload(expression.GetType().Name),
    };

    public static CelValue.Failure NoOverload(string what) => new($"no such overload: {what}");

    private static CelValue Member(CelValue target, string field) => target switch
    {
        CelValue.Failure failure => failure,
        CelValue.Mapping map when map.Source.TryGetPropertyValue(CelNames.Unescape(field), out var value) => CelValue.Of(value),
        CelValue.Mapping => new CelValue.Failure($"no such key: {field}"),
        _ => NoOverload($".{field}"),
    };

    private static CelValue Has(CelValue target, string field) => target switch
    {
        CelValue.Failure failure => failure,
        CelValue.Mapping map => new CelValue.Truth(map.Source.TryGetPropertyValue(CelNames.Unescape(field), out var value) && value is not null),
        _ => NoOverload($"has(.{field})"),
    };

    private static CelValue Index(CelValue target, CelValue key) => (target, key) switch
    {
        (CelValue.Failure failure, _) => failure,
        (_, CelValue.Failure failure) => failure,
        (CelValue.Mapping map, CelValue.Text text) when map.Source.TryGetPropertyValue(text.Value, out var value) => CelValue.Of(value),
        (CelValue.Mapping, CelValue.Text text) => new CelValue.Failure($"no such key: {text.Value}"),
        (CelValue.Sequence list, CelValue.Whole at) when at.Value >= 0 && at.Value < list.Items.Length => list.Items[(int)at.Value],
        (CelValue.Sequence, CelValue.Whole at) => new CelValue.Failure($"index out of bounds: {at.Value}"),
        _ => NoOverload("[]"),
    };

    // The deciding side wins even when the other one fails: that is what makes `!has(self.x) || self.x > 1` safe in either order.
    private static CelValue Logic(CelExpression.Binary logic, CelScope scope)
    {
        var deciding = logic.Operator == CelOperator.Or;
        var left = Evaluate(logic.Left, scope);
        if (left is CelValue.Truth decided && decided.Value == deciding)
            return left;
        var right = Evaluate(logic.Right, scope);
        if (right is CelValue.Truth second && second.Value == deciding)
            return right;
        return (left, right) switch
        {
            (CelValue.Failure failure, _) => failure,
            (_, CelValue.Failure failure) => failure,
            (CelValue.Truth, CelValue.Truth) => right,
            _ => NoOverload(deciding ? "||" : "&&"),
        };
    }

    private static CelValue Comprehend(CelExpression.Comprehension loop, CelScope scope)
    {
        var range = Evaluate(loop.Range, scope);
        var items = range switch
        {
            CelValue.Sequence list => list.Items,
            CelValue.Mapping map => [.. map.Source.Select(member => (CelValue)new CelValue.Text(member.Key))],
            _ => default,
        };
        if (items.IsDefault)
            return range as CelValue.Failure ?? NoOverload(loop.Macro.ToString());
        var results = items.Select(item => Evaluate(loop.Body, scope.With(loop.Variable, item))).ToImmutableArray();
        return CelMacros.Fold(loop.Macro, items, results);
    }
}
