using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema.Cel;

namespace Windlass.ControlPlane.Schema;

/// <summary>Runs the validation rules of every level of an object that already fits its schema.</summary>
internal static class RuleRunner
{
    public static void Run(SchemaNode schema, JsonNode? value, JsonNode? old, string path, List<FieldError> errors)
    {
        if (value is null || (old is not null && JsonNode.DeepEquals(value, old)))
            return;
        foreach (var rule in schema.Rules)
        {
            if (Check(rule, value, old, path) is { } error)
                errors.Add(error);
        }
        switch (value)
        {
            case JsonObject map:
                foreach (var (name, member) in map.OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    if (schema.Member(name) is { } known)
                        Run(known, member, (old as JsonObject)?[name], path.Length == 0 ? name : $"{path}.{name}", errors);
                }
                break;
            case JsonArray list when schema.Items is { } items:
                var earlier = ListItems.Correlate(schema, old as JsonArray);
                for (var i = 0; i < list.Count; i++)
                    Run(items, list[i], ListItems.Counterpart(schema, earlier, list[i]), $"{path}[{i}]", errors);
                break;
        }
    }

    private static FieldError? Check(ValidationRule rule, JsonNode value, JsonNode? old, string path)
    {
        if (rule.IsTransition && old is null)
            return null;
        var scope = CelScope.Of(CelValue.Of(value), old is null ? null : CelValue.Of(old));
        var verdict = CelEvaluator.Evaluate(rule.Expression, scope);
        if (verdict is CelValue.Truth { Value: true })
            return null;
        var at = path.Length == 0 && rule.FieldPath is null ? "<nil>" : $"{path}{rule.FieldPath}".TrimStart('.');
        return new FieldError(at, rule.Reason, Sentence(rule, verdict, scope));
    }

    private static string Sentence(ValidationRule rule, CelValue verdict, CelScope scope)
    {
        var why = verdict is CelValue.Failure failure ? $"rule evaluation error: {failure.Why}: {rule.Text}" : Message(rule, scope);
        return rule.Reason switch
        {
            FieldReason.FieldValueForbidden => $"Forbidden: {why}",
            FieldReason.FieldValueRequired => $"Required value: {why}",
            FieldReason.FieldValueDuplicate => $"Duplicate value: {why}",
            _ => $"Invalid value: {why}",
        };
    }

    private static string Message(ValidationRule rule, CelScope scope)
    {
        if (rule.MessageExpression is { } expression && CelEvaluator.Evaluate(expression, scope) is CelValue.Text { Value.Length: > 0 } computed)
            return computed.Value;
        return rule.Message ?? $"failed rule: {rule.Text}";
    }
}
