using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Printing;

/// <summary>One value as one table cell. A value that is not of the column's type gives a blank (null) cell.</summary>
internal static class CellRenderer
{
    public static JsonNode? Render(string type, ImmutableArray<JsonNode?> found, DateTimeOffset now)
    {
        // As the real server: a path that matches several values shows the first.
        if (found.IsEmpty || found[0] is not { } first)
            return null;
        return type switch
        {
            "string" => JsonValue.Create(JsonFacts.Text(first) ?? JsonFacts.Quote(first)),
            "integer" => JsonFacts.Number(first) is { } number ? JsonValue.Create((long)decimal.Clamp(number, long.MinValue, long.MaxValue)) : null,
            "number" => JsonFacts.Number(first) is { } real ? JsonValue.Create((double)real) : null,
            "boolean" => JsonFacts.Flag(first) is { } flag ? JsonValue.Create(flag) : null,
            "date" => JsonValue.Create(Age(JsonFacts.Text(first), now)),
            _ => null,
        };
    }

    /// <returns>Such as <c>3m12s</c>; <c>&lt;unknown&gt;</c> for an empty time and <c>&lt;invalid&gt;</c> for text that is no time.</returns>
    public static string Age(string? time, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(time))
            return "<unknown>";
        return DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var then)
            ? HumanAge.Of(now - then)
            : "<invalid>";
    }
}
