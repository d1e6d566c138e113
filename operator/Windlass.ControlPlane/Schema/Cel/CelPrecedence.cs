namespace Windlass.ControlPlane.Schema.Cel;

/// <summary>How strongly a binary operator binds; larger binds tighter.</summary>
internal readonly record struct CelPrecedence(CelOperator Operator, int Strength)
{
    /// <returns>Null when the token is no binary operator.</returns>
    public static CelPrecedence? Of(CelToken token) => (token.Kind, token.Text) switch
    {
        (CelTokenKind.Symbol, "||") => new(CelOperator.Or, 1),
        (CelTokenKind.Symbol, "&&") => new(CelOperator.And, 2),
        (CelTokenKind.Symbol, "==") => new(CelOperator.Equal, 3),
        (CelTokenKind.Symbol, "!=") => new(CelOperator.NotEqual, 3),
        (CelTokenKind.Symbol, "<") => new(CelOperator.Less, 3),
        (CelTokenKind.Symbol, "<=") => new(CelOperator.LessOrEqual, 3),
        (CelTokenKind.Symbol, ">") => new(CelOperator.Greater, 3),
        (CelTokenKind.Symbol, ">=") => new(CelOperator.GreaterOrEqual, 3),
        (CelTokenKind.Name, "in") => new(CelOperator.In, 3),
        (CelTokenKind.Symbol, "+") => new(CelOperator.Add, 4),
        (CelTokenKind.Symbol, "-") => new(CelOperator.Subtract, 4),
        (CelTokenKind.Symbol, "*") => new(CelOperator.Multiply, 5),
        (CelTokenKind.Symbol, "/") => new(CelOperator.Divide, 5),
        (CelTokenKind.Symbol, "%") => new(CelOperator.Modulo, 5),
        _ => null,
    };
}
