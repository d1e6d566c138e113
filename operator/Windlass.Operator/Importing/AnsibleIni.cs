using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Windlass.Operator.Importing;

/// <summary>Reads an Ansible inventory in INI form, Kolla's multinode files among them. Total.</summary>
internal sealed partial class AnsibleIni
{
    /// <summary>Ansible's name for hosts before the first section.</summary>
    private const string Ungrouped = "ungrouped";

    private readonly InventoryBuilder _inventory;
    private string _group = Ungrouped;
    private string _part = "";
    private int _line;

    private AnsibleIni(string file) => _inventory = new InventoryBuilder(file);

    /// <param name="file">Name for problems.</param>
    /// <param name="text">Its contents.</param>
    public static InventoryReading Read(string file, string text)
    {
        var reader = new AnsibleIni(file);
        foreach (var line in text.Split('\n'))
        {
            reader._line++;
            reader.Take(line.Trim());
        }

        return reader._inventory.Build();
    }

    private void Take(string line)
    {
        if (line.Length == 0 || line[0] is '#' or ';')
        {
            return;
        }

        var section = Section().Match(line);
        if (section.Success)
        {
            Open(section.Groups[1].Value, section.Groups[2].Value);
            return;
        }

        switch (_part)
        {
            case "children":
                TakeChild(line);
                break;
            case "vars":
                TakeVariable(line);
                break;
            case "":
                TakeHosts(line);
                break;
            default:
                // A section that was refused: its lines would only be refused again.
                break;
        }
    }

    private void Open(string group, string part)
    {
        (_group, _part) = (group, part);
        if (part is "" or "children" or "vars")
        {
            _inventory.AddGroup(group, _line);
            return;
        }

        _inventory.Refuse(_line, $"section [{group}:{part}] is not known; there are [{group}], [{group}:children] and [{group}:vars]");
    }

    private void TakeChild(string line)
    {
        var words = ShellWords.Split(line);
        if (words.IsDefault || words.Length != 1)
        {
            _inventory.Refuse(_line, $"in [{_group}:children] stands one group on each line, not '{line}'");
            return;
        }

        _inventory.AddChild(_group, words[0], _line);
    }

    private void TakeVariable(string line)
    {
        var (name, value) = Pair(line);
        if (name.Length == 0)
        {
            _inventory.Refuse(_line, $"in [{_group}:vars] stands name=value on each line, not '{line}'");
            return;
        }

        _inventory.SetGroupVariable(_group, name, Unquoted(value), _line);
    }

    private void TakeHosts(string line)
    {
        var words = ShellWords.Split(line);
        if (words.IsDefaultOrEmpty)
        {
            _inventory.Refuse(_line, "a quote is opened and not closed");
            return;
        }

        var pattern = HostPattern.Parse(words[0]);
        if (pattern.Problem is { } problem)
        {
            _inventory.Refuse(_line, problem);
            return;
        }

        var pairs = words.Skip(1).Select(Pair).ToImmutableArray();
        if (pairs.Any(pair => pair.Name.Length == 0))
        {
            _inventory.Refuse(_line, $"after the host stands name=value, not '{words.Skip(1).First(word => Pair(word).Name.Length == 0)}'");
            return;
        }

        var own = pairs.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)).ToList();
        if (pattern.Port is { } port)
        {
            own.Insert(0, KeyValuePair.Create("ansible_port", port));
        }

        foreach (var name in pattern.Names)
        {
            _inventory.AddHost(_group, name, own, _line);
        }
    }

    private static (string Name, string Value) Pair(string text)
    {
        var equals = text.IndexOf('=');
        return equals > 0 ? (text[..equals].Trim(), text[(equals + 1)..].Trim()) : ("", "");
    }

    private static string Unquoted(string value) =>
        value.Length >= 2 && (value[0] is '"' or '\'') && value[^1] == value[0] ? value[1..^1] : value;

    [GeneratedRegex(@"\A\[([^:\[\]\s]+)(?::([^\[\]\s:]+))?\]\s*(?:[#;].*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Section();
}
