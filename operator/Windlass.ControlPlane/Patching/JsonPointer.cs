using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Patching;

/// <summary>A JSON pointer (RFC 6901), split and unescaped.</summary>
internal sealed record JsonPointer(string Text, ImmutableArray<string> Tokens)
{
    /// <returns>Null when the text is no pointer.</returns>
    public static JsonPointer? Parse(string text)
    {
        if (text.Length == 0)
            return new JsonPointer(text, []);
        if (text[0] != '/')
            return null;
        var tokens = text[1..]
            .Split('/')
            .Select(token => token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        return new JsonPointer(text, [.. tokens]);
    }

    /// <summary>True when this pointer leads to something inside of what the other one points to.</summary>
    public bool IsBelow(JsonPointer other) =>
        Tokens.Length > other.Tokens.Length && Tokens.AsSpan(0, other.Tokens.Length).SequenceEqual(other.Tokens.AsSpan());

    /// <returns>False when nothing is there; a JSON null that is there is found.</returns>
    public bool TryFind(JsonNode? root, out JsonNode? found) => TryWalk(root, Tokens.Length, out found);

    public bool TryFindParent(JsonNode? root, out JsonNode? parent) => TryWalk(root, Tokens.Length - 1, out parent);

    /// <returns>An index of an existing item, or -1.</returns>
    public static int IndexIn(JsonArray list, string token) => Whole(token) is { } at && at < list.Count ? at : -1;

    /// <returns>An index at which an item can be inserted, or -1.</returns>
    public static int InsertionIn(JsonArray list, string token) => token == "-" ? list.Count : Whole(token) is { } at && at <= list.Count ? at : -1;

    private bool TryWalk(JsonNode? root, int steps, out JsonNode? found)
    {
        found = root;
        foreach (var token in Tokens.AsSpan(0, steps))
        {
            switch (found)
            {
                case JsonObject map when map.TryGetPropertyValue(token, out var member):
                    found = member;
                    break;
                case JsonArray list when IndexIn(list, token) is var at && at >= 0:
                    found = list[at];
                    break;
                default:
                    return false;
            }
        }
        return true;
    }

    // No sign, no leading zero: "01" is the name of a member, never an index.
    private static int? Whole(string token) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && (token.Length == 1 || token[0] != '0') ? at : null;
}
