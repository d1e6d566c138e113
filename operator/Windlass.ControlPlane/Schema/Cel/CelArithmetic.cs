namespace Windlass.ControlPlane.Schema.Cel;

/// <summary>Binary operators other than the logical ones. Integer overflow and division by zero are failures, as in CEL.</summary>
internal static class CelArithmetic
{
    public static CelValue Negate(CelValue value) => value switch
    {
        CelValue.Whole { Value: not long.MinValue } whole => new CelValue.Whole(-whole.Value),
        CelValue.Real real => new CelValue.Real(-real.Value),
        CelValue.Failure failure => failure,
        _ => CelEvaluator.NoOverload("-"),
    };

    public static CelValue Apply(CelOperator symbol, CelValue left, CelValue right) => (left, right) switch
    {
        (CelValue.Failure failure, _) => failure,
        (_, CelValue.Failure failure) => failure,
        _ => ApplyToValues(symbol, left, right),
    };

    private static CelValue ApplyToValues(CelOperator symbol, CelValue left, CelValue right) => symbol switch
    {
        CelOperator.Equal => new CelValue.Truth(CelEquality.AreEqual(left, right)),
        CelOperator.NotEqual => new CelValue.Truth(!CelEquality.AreEqual(left, right)),
        CelOperator.Less => Compare(left, right, order => order < 0),
        CelOperator.LessOrEqual => Compare(left, right, order => order <= 0),
        CelOperator.Greater => Compare(left, right, order => order > 0),
        CelOperator.GreaterOrEqual => Compare(left, right, order => order >= 0),
        CelOperator.In => IsIn(left, right),
        CelOperator.Add or CelOperator.Subtract or CelOperator.Multiply or CelOperator.Divide or CelOperator.Modulo => Calculate(symbol, left, right),
        CelOperator.And or CelOperator.Or => CelEvaluator.NoOverload(symbol.ToString()),
        _ => CelEvaluator.NoOverload(symbol.ToString()),
    };

    private static CelValue Compare(CelValue left, CelValue right, Func<int, bool> holds) => (left, right) switch
    {
        (CelValue.Whole a, CelValue.Whole b) => new CelValue.Truth(holds(a.Value.CompareTo(b.Value))),
        (CelValue.Real a, CelValue.Real b) => new CelValue.Truth(holds(a.Value.CompareTo(b.Value))),
        (CelValue.Whole a, CelValue.Real b) => new CelValue.Truth(holds(((double)a.Value).CompareTo(b.Value))),
        (CelValue.Real a, CelValue.Whole b) => new CelValue.Truth(holds(a.Value.CompareTo((double)b.Value))),
        (CelValue.Text a, CelValue.Text b) => new CelValue.Truth(holds(string.CompareOrdinal(a.Value, b.Value))),
        _ => CelEvaluator.NoOverload("comparison"),
    };

    private static CelValue IsIn(CelValue item, CelValue container) => container switch
    {
        CelValue.Sequence list => new CelValue.Truth(list.Items.Any(member => CelEquality.AreEqual(member, item))),
        CelValue.Mapping map when item is CelValue.Text key => new CelValue.Truth(map.Source.ContainsKey(key.Value)),
        _ => CelEvaluator.NoOverload("in"),
    };

    private static CelValue Calculate(CelOperator symbol, CelValue left, CelValue right) => (left, right) switch
    {
        (CelValue.Whole a, CelValue.Whole b) => CalculateWhole(symbol, a.Value, b.Value),
        (CelValue.Real a, CelValue.Real b) => CalculateReal(symbol, a.Value, b.Value),
        (CelValue.Text a, CelValue.Text b) when symbol == CelOperator.Add => new CelValue.Text(a.Value + b.Value),
        (CelValue.Sequence a, CelValue.Sequence b) when symbol == CelOperator.Add => new CelValue.Sequence(a.Items.AddRange(b.Items)),
        _ => CelEvaluator.NoOverload(symbol.ToString()),
    };

    private static CelValue CalculateWhole(CelOperator symbol, long left, long right)
    {
        if (right == 0 && (symbol is CelOperator.Divide or CelOperator.Modulo))
            return new CelValue.Failure("division by zero");
        var exact = symbol switch
        {
            CelOperator.Add => (Int128)left + right,
            CelOperator.Subtract => (Int128)left - right,
            CelOperator.Multiply => (Int128)left * right,
            CelOperator.Divide => (Int128)left / right,
            _ => (Int128)left % right,
        };
        return exact >= long.MinValue && exact <= long.MaxValue ? new CelValue.Whole((long)exact) : new CelValue.Failure("integer overflow");
    }

    private static CelValue CalculateReal(CelOperator symbol, double left, double right) => symbol switch
    {
        CelOperator.Add => new CelValue.Real(left + right),
        CelOperator.Subtract => new CelValue.Real(left - right),
        CelOperator.Multiply => new CelValue.Real(left * right),
        CelOperator.Divide => new CelValue.Real(left / right),
        _ => CelEvaluator.NoOverload("%"),
    };
}
