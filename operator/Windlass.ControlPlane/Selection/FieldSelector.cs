using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Selection;

/// <summary>A field selector: requirements on single fields, all of which must hold. Missing fields count as empty text.</summary>
internal sealed record FieldSelector(ImmutableArray<FieldRequirement> Requirements)
{
    private const string NamePath = "metadata.name";
    private const string NamespacePath = "metadata.namespace";

    public static readonly FieldSelector Everything = new([]);

    public bool Matches(StoredObject stored)
    {
        JsonObject? tree = null;
        foreach (var requirement in Requirements)
        {
            var actual = requirement.Path switch
            {
                NamePath => stored.Key.Name,
                NamespacePath => stored.Key.Namespace,
                _ => Read(tree ??= stored.ToTree(), requirement.Path),
            };
            if (actual == requirement.Value == requirement.IsNegated)
                return false;
        }

        return true;
    }

    /// <summary>Reads "a=b,c!=d" with the escapes \\ \, \= in values. Total.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FieldSelector? selector, [NotNullWhen(false)] out string? error)
    {
        selector = null;
        error = null;
        var found = ImmutableArray.CreateBuilder<FieldRequirement>();
        foreach (var term in Split(text))
        {
            if (string.IsNullOrWhiteSpace(term))
                continue;
            if (Parse(term) is not { } requirement)
            {
                error = $"invalid selector: '{text}'; can't understand '{term}'";
                return false;
            }

            found.Add(requirement);
        }

        selector = new FieldSelector(found.ToImmutable());
        return true;
    }

    private static FieldRequirement? Parse(string term)
    {
        for (var i = 1; i < term.Length; i++)
        {
            if (term[i] == '!' && i + 1 < term.Length && term[i + 1] == '=')
                return Requirement(term[..i], term[(i + 2)..], isNegated: true);
            if (term[i] == '=')
                return Requirement(term[..i], term[(i + (i + 1 < term.Length && term[i + 1] == '=' ? 2 : 1))..], isNegated: false);
        }

        return null;
    }

    private static FieldRequirement? Requirement(string path, string value, bool isNegated)
    {
        var plain = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is ',' or '=')
                return null;
            if (value[i] == '\\' && (++i == value.Length || value[i] is not ('\\' or ',' or '=')))
                return null;
            plain.Append(value[i]);
        }

        return new FieldRequirement(path.Trim(), plain.ToString(), isNegated);
    }

    private static IEnumerable<string> Split(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == ',')
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }

    private static string Read(JsonObject tree, string path)
    {
        JsonNode? node = tree;
        foreach (var part in path.Split('.'))
            node = node is JsonObject level ? level[part] : null;
        return node switch
        {
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            JsonValue value => value.ToJsonString(),
            _ => "",
        };
    }
}
