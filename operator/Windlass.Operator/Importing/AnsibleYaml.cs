using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Windlass.Operator.Importing;

/// <summary>Reads an Ansible inventory in YAML form; the output of <c>ansible-inventory --list --yaml</c> is one, with every template filled in. Total.</summary>
internal sealed class AnsibleYaml
{
    /// <summary>Inventories nest a handful of groups; the parser's own recursion would end the process long before a file is this deep.</summary>
    private const int DeepestNesting = 100;

    private readonly InventoryBuilder _inventory;
    private int _visits;

    private AnsibleYaml(string file) => _inventory = new InventoryBuilder(file);

    /// <param name="file">Name for problems.</param>
    /// <param name="text">Its contents.</param>
    public static InventoryReading Read(string file, string text)
    {
        var reader = new AnsibleYaml(file);
        reader.Take(text);
        return reader._inventory.Build();
    }

    private void Take(string text)
    {
        var stream = new YamlStream();
        try
        {
            if (IsTooDeep(text))
            {
                _inventory.Refuse(0, "this is nested too deeply for an inventory");
                return;
            }

            stream.Load(new StringReader(text));
        }
        catch (YamlException refused)
        {
            _inventory.Refuse((int)refused.Start.Line, $"not YAML: {refused.Message}");
            return;
        }
        catch (Exception refused) when (refused is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            _inventory.Refuse(0, $"not YAML: {refused.Message}");
            return;
        }

        foreach (var document in stream.Documents)
        {
            Each(document.RootNode, "the inventory", (name, node, line) => TakeGroup(name, node, line, 0));
        }
    }

    private static bool IsTooDeep(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > DeepestNesting || parser.Current is AnchorAlias { Value.IsEmpty: true })
            {
                return true;
            }
        }

        return false;
    }

    private void TakeGroup(string group, YamlNode node, int line, int depth)
    {
        // Aliases of aliases must not make a small file large.
        if (depth > DeepestNesting || ++_visits > DeepestNesting * 1000)
        {
            _inventory.Refuse(line, $"group {group} is nested too deeply");
            return;
        }

        _inventory.AddGroup(group, line);
        Each(node, $"group {group}", (key, value, at) =>
        {
            switch (key)
            {
                case "hosts":
                    Each(value, $"hosts of {group}", (host, variables, place) => TakeHosts(group, host, variables, place));
                    break;
                case "vars":
                    TakeVariables(value, $"vars of {group}", (name, text, place) => _inventory.SetGroupVariable(group, name, text, place));
                    break;
                case "children":
                    Each(value, $"children of {group}", (child, body, place) => TakeChild(group, child, body, place, depth));
                    break;
                default:
                    _inventory.Refuse(at, $"group {group} has hosts, vars and children, but no '{key}'");
                    break;
            }
        });
    }

    private void TakeChild(string group, string child, YamlNode body, int line, int depth)
    {
        _inventory.AddChild(group, child, line);
        TakeGroup(child, body, line, depth + 1);
    }

    private void TakeHosts(string group, string host, YamlNode body, int line)
    {
        var pattern = HostPattern.Parse(host);
        if (pattern.Problem is { } problem)
        {
            _inventory.Refuse(line, problem);
            return;
        }

        var own = new List<KeyValuePair<string, string>>();
        if (pattern.Port is { } port)
        {
            own.Add(KeyValuePair.Create("ansible_port", port));
        }

        TakeVariables(body, $"host {host}", (name, text, _) => own.Add(KeyValuePair.Create(name, text)));
        foreach (var name in pattern.Names)
        {
            _inventory.AddHost(group, name, own, line);
        }
    }

    /// <summary>Lists and mappings among variables are for playbooks; nothing here reads them.</summary>
    private void TakeVariables(YamlNode node, string what, Action<string, string, int> take) => Each(node, what, (name, value, line) =>
    {
        if (value is YamlScalarNode { Value: { } text } scalar && !IsNull(scalar))
        {
            take(name, text, line);
        }
    });

    private void Each(YamlNode node, string what, Action<string, YamlNode, int> take)
    {
        if (node is YamlScalarNode scalar && IsNull(scalar))
        {
            return;
        }

        if (node is not YamlMappingNode mapping)
        {
            _inventory.Refuse((int)node.Start.Line, $"{what} must be a mapping ('name:' on each line)");
            return;
        }

        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode { Value: { Length: > 0 } name })
            {
                take(name, value, (int)key.Start.Line);
                continue;
            }

            _inventory.Refuse((int)key.Start.Line, $"{what} has a key that is no name");
        }
    }

    private static bool IsNull(YamlScalarNode scalar) => scalar is { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" };
}
