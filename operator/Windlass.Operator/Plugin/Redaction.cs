using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Windlass.Operator.Plugin;

/// <summary>
/// Takes out of objects what must not leave the house: keys, passwords and addresses. An address becomes the same pseudonym wherever it
/// stands, so that a reader can still tell machines apart. Names of nodes stay: without them no message makes sense.
/// </summary>
internal sealed partial class Redaction
{
    private const string Removed = "(removed)";

    private static readonly HashSet<string> Private = new(StringComparer.OrdinalIgnoreCase) { "hostKeys", "armored", "user", "machineId", "secretRef" };

    private readonly Dictionary<string, string> _pseudonyms = new(StringComparer.Ordinal);

    /// <summary>The same without it; the argument is left as it is.</summary>
    public JsonNode? Of(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(field => KeyValuePair.Create(field.Key, Private.Contains(field.Key) ? Hidden(field.Value) : Of(field.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Of)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(Text(value.GetValue<string>())),
        _ => node?.DeepClone(),
    };

    /// <summary>A text without keys, passwords and addresses.</summary>
    public string Text(string text)
    {
        text = KeyBlock().Replace(text, Removed);
        text = UrlLogin().Replace(text, $"${{scheme}}{Removed}@");
        text = Credential().Replace(text, $"${{name}}{Removed}");
        return Address().Replace(text, match => Pseudonym(match.Value));
    }

    /// <summary>That there was something is worth knowing.</summary>
    private static JsonNode? Hidden(JsonNode? value) => value switch
    {
        JsonArray list => new JsonArray([.. list.Select(_ => JsonValue.Create(Removed))]),
        null => null,
        _ => JsonValue.Create(Removed),
    };

    private string Pseudonym(string address)
    {
        if (!_pseudonyms.TryGetValue(address, out var name))
        {
            _pseudonyms[address] = name = $"address-{_pseudonyms.Count + 1}";
        }

        return name;
    }

    [GeneratedRegex("-----BEGIN [A-Z0-9 ]+-----.*?(-----END [A-Z0-9 ]+-----|\\z)", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex KeyBlock();

    [GeneratedRegex("(?<scheme>[a-z][a-z0-9+.-]*://)[^/@\\s]+@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UrlLogin();

    [GeneratedRegex("(?<name>(password|passwd|secret|token|api[_-]?key|authorization)[\"']?\\s*[:=]\\s*[\"']?(bearer\\s+)?)[^\\s\"',;]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Credential();

    [GeneratedRegex(@"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9.])|(?<![0-9a-f:])(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}(?![0-9a-f:])|(?<![0-9a-f:])(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}(?![0-9a-f:])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
