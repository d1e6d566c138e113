using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Windlass.ControlPlane.Schema;

/// <summary>Types of plain scalars; a quoted or block scalar is a string whatever it looks like.</summary>
internal static partial class YamlScalars
{
    public static JsonNode? Convert(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain || IsTaggedString(scalar))
            return JsonValue.Create(text);
        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => Parse("true"),
            "false" or "False" or "FALSE" => Parse("false"),
            _ => Number(text) ?? JsonValue.Create(text),
        };
    }

    private static bool IsTaggedString(YamlScalarNode scalar) =>
        !scalar.Tag.IsEmpty && !scalar.Tag.IsNonSpecific && scalar.Tag.Value == "tag:yaml.org,2002:str";

    private static JsonNode? Number(string text)
    {
        if (DecimalInteger().IsMatch(text))
            return Parse(text.TrimStart('+')) ?? Parse(TrimZeros(text));
        if (text.StartsWith("0x", StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex))
            return Parse(hex.ToString(CultureInfo.InvariantCulture));
        if (!Real().IsMatch(text) || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) || !double.IsFinite(real))
            return null;
        return Parse(real.ToString("R", CultureInfo.InvariantCulture));
    }

    private static string TrimZeros(string text)
    {
        var sign = text[0] == '-' ? "-" : "";
        var digits = text.TrimStart('+', '-').TrimStart('0');
        return sign + (digits.Length == 0 ? "0" : digits);
    }

    // Numbers are kept as parsed JSON so that whoever reads them may ask for any CLR type, as with JSON bodies.
    private static JsonNode? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\A[-+]?[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalInteger();

    [GeneratedRegex(@"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Real();
}
