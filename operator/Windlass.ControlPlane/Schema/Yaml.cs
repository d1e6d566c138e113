using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Windlass.ControlPlane.Schema;

/// <summary>
/// YAML to JSON by the YAML 1.2 core schema: only <c>true</c>/<c>false</c> are booleans, so <c>no</c>, <c>on</c> and <c>y</c> stay strings.
/// </summary>
internal static class Yaml
{
    /// <summary>Most nodes a file may expand to: aliases of aliases must not eat the memory.</summary>
    private const int MostNodes = 500_000;

    private const int DeepestNesting = 200;

    /// <returns>Every non-empty document, in order.</returns>
    /// <exception cref="InvalidDefinitionException">Not YAML, a document that is no mapping, a duplicate key, or an expansion without
    /// measure.</exception>
    public static IReadOnlyList<JsonObject> ToJson(string yaml)
    {
        var stream = Load(yaml);
        var budget = MostNodes;
        var objects = new List<JsonObject>();
        foreach (var document in stream.Documents)
        {
            var node = Convert(document.RootNode, 0, ref budget);
            if (node is null)
                continue;
            objects.Add(node as JsonObject ?? throw Refuse(document.RootNode, "a document must be a mapping"));
        }
        return objects;
    }

    private static YamlStream Load(string yaml)
    {
        var stream = new YamlStream();
        try
        {
            // The parser's events come without recursion; its document model would end the process on a text of ten thousand dashes.
            var depth = 0;
            for (var parser = new Parser(new StringReader(yaml)); parser.MoveNext();)
            {
                depth += parser.Current!.NestingIncrease;
                if (depth > DeepestNesting)
                    throw new InvalidDefinitionException($"YAML line {parser.Current.Start.Line}: too deep");
            }

            stream.Load(new StringReader(yaml));
        }
        catch (Exception refused) when (refused is YamlException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDefinitionException($"YAML: {refused.Message}");
        }
        return stream;
    }

    private static JsonNode? Convert(YamlNode node, int depth, ref int budget)
    {
        if (depth > DeepestNesting || --budget < 0)
            throw Refuse(node, "too deep or too large");
        return node switch
        {
            YamlScalarNode scalar => YamlScalars.Convert(scalar),
            YamlSequenceNode sequence => ConvertSequence(sequence, depth, ref budget),
            YamlMappingNode mapping => ConvertMapping(mapping, depth, ref budget),
            _ => throw Refuse(node, "an alias that refers to nothing"),
        };
    }

    private static JsonArray ConvertSequence(YamlSequenceNode sequence, int depth, ref int budget)
    {
        var list = new JsonArray();
        foreach (var item in sequence.Children)
            list.Add(Convert(item, depth + 1, ref budget));
        return list;
    }

    private static JsonObject ConvertMapping(YamlMappingNode mapping, int depth, ref int budget)
    {
        var map = new JsonObject();
        foreach (var (key, value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value: { } name })
                throw Refuse(key, "a key must be a scalar");
            if (!map.TryAdd(name, Convert(value, depth + 1, ref budget)))
                throw Refuse(key, $"duplicate key {JsonFacts.Quote(name)}");
        }
        return map;
    }

    private static InvalidDefinitionException Refuse(YamlNode node, string why) => new($"YAML line {node.Start.Line}: {why}");
}
