using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema.Cel;

namespace Windlass.ControlPlane.Schema;

internal static class ValidationRuleParser
{
    /// <param name="rules">The value of x-kubernetes-validations, or null.</param>
    /// <param name="schema">The level the rules belong to: fields they name must exist there.</param>
    /// <param name="place">Where in the definition, for messages.</param>
    public static ImmutableArray<ValidationRule> Parse(JsonNode? rules, SchemaNode schema, string place)
    {
        if (rules is not JsonArray list)
            return [];
        return [.. list.Select((rule, index) => ParseOne(rule, schema, $"{place}.x-kubernetes-validations[{index}]"))];
    }

    private static ValidationRule ParseOne(JsonNode? node, SchemaNode schema, string place)
    {
        if (node is not JsonObject source || JsonFacts.Text(source["rule"]) is not { } text)
            throw new InvalidDefinitionException($"{place}: needs a rule");
        foreach (var (keyword, _) in source)
        {
            if (keyword is not ("rule" or "message" or "messageExpression" or "reason" or "fieldPath"))
                throw new InvalidDefinitionException($"{place}.{keyword}: is a keyword this server does not evaluate");
        }
        var expression = CelParser.Parse(text, $"{place}.rule");
        CelChecker.Check(expression, schema, $"{place}.rule");
        return new ValidationRule(
            text.Trim(),
            expression,
            JsonFacts.Text(source["message"]),
            JsonFacts.Text(source["messageExpression"]) is { } message ? CelParser.Parse(message, $"{place}.messageExpression") : null,
            ReadReason(source, place),
            JsonFacts.Text(source["fieldPath"]),
            CelChecker.Reads(expression, "oldSelf"));
    }

    private static FieldReason ReadReason(JsonObject source, string place) => JsonFacts.Text(source["reason"]) switch
    {
        null or nameof(FieldReason.FieldValueInvalid) => FieldReason.FieldValueInvalid,
        nameof(FieldReason.FieldValueForbidden) => FieldReason.FieldValueForbidden,
        nameof(FieldReason.FieldValueRequired) => FieldReason.FieldValueRequired,
        nameof(FieldReason.FieldValueDuplicate) => FieldReason.FieldValueDuplicate,
        var other => throw new InvalidDefinitionException($"{place}.reason: unknown reason {JsonFacts.Quote(other)}"),
    };
}
