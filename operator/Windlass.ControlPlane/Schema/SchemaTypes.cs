using System.Buffers.Text;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Windlass.ControlPlane.Schema;

/// <summary>Is a value of the type, and of the format, that its schema names?</summary>
internal static partial class SchemaTypes
{
    /// <returns>False when deeper checks of this value would make no sense.</returns>
    public static bool Check(SchemaNode schema, JsonNode? value, JsonShape shape, string path, List<FieldError> errors)
    {
        if (Expected(schema, shape) is { } wanted)
        {
            errors.Add(WrongType(path, wanted, JsonFacts.NameOf(shape)));
            return false;
        }
        if (shape == JsonShape.String && !IsOfFormat(schema.Format, JsonFacts.Text(value)!))
        {
            var quoted = JsonFacts.Quote(value);
            errors.Add(new FieldError(
                path, FieldReason.FieldValueTypeInvalid, $"Invalid value: {quoted}: {path} in body must be of type {schema.Format}: {quoted}"));
            return false;
        }
        if (shape == JsonShape.Integer && !FitsFormat(schema.Format, value))
        {
            var sentence = $"Invalid value: \"\": Checked value must be of type integer with format {schema.Format} in {path}";
            errors.Add(new FieldError("<nil>", FieldReason.FieldValueInvalid, sentence));
        }
        return true;
    }

    // The name of the type that was wanted, or null when the value fits.
    private static string? Expected(SchemaNode schema, JsonShape shape)
    {
        if (schema.IntOrString)
            return shape is JsonShape.Integer or JsonShape.String ? null : "integer,string";
        if (schema.Type is not { } type || type == shape || (type == JsonShape.Number && shape == JsonShape.Integer))
            return null;
        return type == JsonShape.Integer && shape == JsonShape.Number && schema.Format is { } format ? format : JsonFacts.NameOf(type);
    }

    private static FieldError WrongType(string path, string wanted, string found)
    {
        var at = path.Length == 0 ? "<nil>" : path;
        return new FieldError(
            at, FieldReason.FieldValueTypeInvalid, $"Invalid value: \"{found}\": {path} in body must be of type {wanted}: \"{found}\"");
    }

    private static bool FitsFormat(string? format, JsonNode? value) => format switch
    {
        "int32" => JsonFacts.Whole(value) is >= int.MinValue and <= int.MaxValue,
        "int64" => JsonFacts.Whole(value) is not null,
        _ => true,
    };

    private static bool IsOfFormat(string? format, string text) => format switch
    {
        "date-time" => IsDateTime(text),
        "byte" => Base64.IsValid(text),
        _ => true,
    };

    private static bool IsDateTime(string text) =>
        Rfc3339().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    [GeneratedRegex(
        @"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Rfc3339();
}
