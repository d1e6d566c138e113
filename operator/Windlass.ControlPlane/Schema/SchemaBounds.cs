using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Schema;

/// <summary>Numeric, length and count bounds.</summary>
internal static class SchemaBounds
{
    public static void Check(SchemaNode schema, JsonNode? value, JsonShape shape, string path, List<FieldError> errors)
    {
        var found = shape switch
        {
            JsonShape.Integer or JsonShape.Number => OfNumber(schema, value, path),
            JsonShape.String => OfText(schema, JsonFacts.Text(value)!, path),
            JsonShape.Array => OfCount(path, ((JsonArray)value!).Count, schema.MinItems, schema.MaxItems, "items"),
            JsonShape.Object => OfCount(path, ((JsonObject)value!).Count, schema.MinProperties, schema.MaxProperties, "properties"),
            _ => null,
        };
        if (found is not null)
            errors.Add(found);
    }

    private static FieldError? OfNumber(SchemaNode schema, JsonNode? value, string path)
    {
        if (JsonFacts.Number(value) is not { } number)
            return null;
        if (schema.Minimum is { } least && (schema.ExclusiveMinimum ? number <= least : number < least))
            return Invalid(path, JsonFacts.Quote(value), $"should be greater than {(schema.ExclusiveMinimum ? "" : "or equal to ")}{least}");
        if (schema.Maximum is { } most && (schema.ExclusiveMaximum ? number >= most : number > most))
            return Invalid(path, JsonFacts.Quote(value), $"should be less than {(schema.ExclusiveMaximum ? "" : "or equal to ")}{most}");
        if (schema.MultipleOf is { } unit && unit != 0 && number % unit != 0)
            return Invalid(path, JsonFacts.Quote(value), $"should be a multiple of {unit}");
        return null;
    }

    private static FieldError? OfText(SchemaNode schema, string text, string path)
    {
        var length = text.EnumerateRunes().Count();
        if (length > schema.MaxLength)
            return new FieldError(path, FieldReason.FieldValueTooLong, $"Too long: may not be more than {schema.MaxLength} bytes");
        if (length < schema.MinLength)
            return Invalid(path, JsonFacts.Quote(text), $"should be at least {schema.MinLength} chars long");
        if (schema.Pattern is { } pattern && !pattern.IsMatch(text))
            return Invalid(path, JsonFacts.Quote(text), $"should match '{schema.PatternText}'");
        return null;
    }

    private static FieldError? OfCount(string path, int count, long? least, long? most, string noun)
    {
        if (count > most)
            return new FieldError(path, FieldReason.FieldValueTooMany, $"Too many: {count}: must have at most {most} items");
        return count < least ? Invalid(path, $"{count}", $"should have at least {least} {noun}") : null;
    }

    private static FieldError Invalid(string path, string value, string sentence) =>
        new(path, FieldReason.FieldValueInvalid, $"Invalid value: {value}: {path} in body {sentence}");
}
