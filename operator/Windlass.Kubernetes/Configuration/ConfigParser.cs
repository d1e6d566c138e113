using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Windlass.Kubernetes.Configuration;

/// <summary>
/// YAML (and therefore JSON) text to <see cref="ConfigNode"/>. Total: any text gives a tree or a message. Built on the event stream, because
/// the representation model recurses without bound and a stack overflow cannot be caught.
/// </summary>
internal static class ConfigParser
{
    private const int DepthLimit = 32;
    private const int NodeLimit = 200_000;

    public static ConfigNode? Parse(string text, out string problem)
    {
        problem = "";
        try
        {
            return new Walk(new Parser(new StringReader(text))).Document();
        }
        catch (YamlException e)
        {
            problem = $"line {e.Start.Line}, column {e.Start.Column}: {e.Message}";
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException or OverflowException
            or NullReferenceException)
        {
            // The YAML scanner answers some malformed input with these instead of its own exception.
            problem = "not YAML: " + e.Message;
        }

        return null;
    }

    private sealed class Walk(IParser parser)
    {
        private readonly Dictionary<string, ConfigNode> anchors = new(StringComparer.Ordinal);
        private int nodes;

        public ConfigNode Document()
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                return new ConfigNode.Mapping(ImmutableDictionary<string, ConfigNode>.Empty);
            }

            return Node(0);
        }

        private ConfigNode Node(int depth)
        {
            if (depth > DepthLimit || ++nodes > NodeLimit)
            {
                throw new YamlException(parser.Current?.Start ?? Mark.Empty, parser.Current?.End ?? Mark.Empty, "nested too deeply or too large");
            }

            if (parser.TryConsume<AnchorAlias>(out var alias))
            {
                return anchors.TryGetValue(alias.Value.Value, out var known)
                    ? known
                    : throw new YamlException(alias.Start, alias.End, $"unknown anchor {alias.Value.Value}");
            }

            var start = parser.Current as NodeEvent;
            var node = Content(depth);
            if (start is { Anchor.IsEmpty: false })
            {
                anchors[start.Anchor.Value] = node;
            }

            return node;
        }

        private ConfigNode Content(int depth)
        {
            if (parser.TryConsume<Scalar>(out var scalar))
            {
                return new ConfigNode.Scalar(scalar.Value, scalar.Style is ScalarStyle.Plain);
            }

            if (parser.TryConsume<SequenceStart>(out _))
            {
                return Items(depth);
            }

            parser.Consume<MappingStart>();
            return Fields(depth);
        }

        private ConfigNode.Sequence Items(int depth)
        {
            var items = ImmutableArray.CreateBuilder<ConfigNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Node(depth + 1));
            }

            return new(items.ToImmutable());
        }

        private ConfigNode.Mapping Fields(int depth)
        {
            var fields = ImmutableDictionary.CreateBuilder<string, ConfigNode>(StringComparer.Ordinal);
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = Node(depth + 1);
                var value = Node(depth + 1);
                if (key is ConfigNode.Scalar name)
                {
                    fields[name.Text] = value;
                }
            }

            return new(fields.ToImmutable());
        }
    }
}
