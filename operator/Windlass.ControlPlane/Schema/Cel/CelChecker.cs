using System.Collections.Immutable;

namespace Windlass.ControlPlane.Schema.Cel;

/// <summary>
/// Load-time checks: every name is bound and every field that is read is declared, so that a misspelt rule is found when it is written.
/// </summary>
internal sealed class CelChecker
{
    private readonly string place;

    private CelChecker(string place) => this.place = place;

    /// <exception cref="InvalidDefinitionException">An unbound name or an undeclared field.</exception>
    public static void Check(CelExpression expression, SchemaNode self, string place)
    {
        var known = ImmutableDictionary<string, SchemaNode?>.Empty.Add("self", self).Add("oldSelf", self);
        new CelChecker(place).Visit(expression, known);
    }

    public static bool Reads(CelExpression expression, string name) => expression switch
    {
        CelExpression.Name found => found.Text == name,
        CelExpression.Comprehension loop => Reads(loop.Range, name) || (loop.Variable != name && Reads(loop.Body, name)),
        _ => Children(expression).Any(child => Reads(child, name)),
    };

    /// <returns>The schema of the value, or null when it is not known.</returns>
    private SchemaNode? Visit(CelExpression expression, ImmutableDictionary<string, SchemaNode?> known)
    {
        switch (expression)
        {
            case CelExpression.Name name:
                return known.TryGetValue(name.Text, out var bound)
                    ? bound
                    : throw new InvalidDefinitionException($"{place}: undeclared reference to '{name.Text}'");
            case CelExpression.Member member:
                return VisitMember(member, known);
            case CelExpression.Has has:
                VisitMember(has.Field, known);
                return null;
            case CelExpression.Index index:
                Visit(index.Key, known);
                return Element(Visit(index.Target, known));
            case CelExpression.Comprehension loop:
                var range = Visit(loop.Range, known);
                Visit(loop.Body, known.SetItem(loop.Variable, range?.Type == JsonShape.Array ? range.Items : null));
                return loop.Macro == CelMacro.Filter ? range : null;
            default:
                foreach (var child in Children(expression))
                    Visit(child, known);
                return null;
        }
    }

    private SchemaNode? VisitMember(CelExpression.Member member, ImmutableDictionary<string, SchemaNode?> known)
    {
        var target = Visit(member.Target, known);
        if (target is null || target.PreserveUnknown)
            return null;
        return target.Member(CelNames.Unescape(member.Field)) ?? throw new InvalidDefinitionException($"{place}: undefined field '{member.Field}'");
    }

    private static SchemaNode? Element(SchemaNode? container) =>
        container?.Type == JsonShape.Array ? container.Items : container?.AdditionalProperties;

    private static IEnumerable<CelExpression> Children(CelExpression expression) => expression switch
    {
        CelExpression.Literal or CelExpression.Name => [],
        CelExpression.Member member => [member.Target],
        CelExpression.Has has => [has.Field],
        CelExpression.Index index => [index.Target, index.Key],
        CelExpression.Not not => [not.Operand],
        CelExpression.Negate negate => [negate.Operand],
        CelExpression.Binary binary => [binary.Left, binary.Right],
        CelExpression.Conditional choice => [choice.Test, choice.Then, choice.Else],
        CelExpression.Call call => call.Arguments,
        CelExpression.ListOf list => list.Items,
        CelExpression.Comprehension loop => [loop.Range, loop.Body],
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };
}
