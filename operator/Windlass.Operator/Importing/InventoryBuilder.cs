using System.Collections.Immutable;

namespace Windlass.Operator.Importing;

/// <summary>Gathers the groups of an inventory as they are read, and works out what holds for each host by Ansible's rules.</summary>
/// <param name="file">The file, for problems.</param>
internal sealed class InventoryBuilder(string file)
{
    /// <summary>Group of every host.</summary>
    public const string All = "all";

    /// <summary>A range with one digit too many must not eat the memory.</summary>
    private const int MostHosts = 100_000;

    private const int MostProblems = 20;

    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Host> _hosts = new(StringComparer.Ordinal);
    private readonly List<InventoryProblem> _problems = [];

    public void Refuse(int line, string message)
    {
        if (_problems.Count < MostProblems)
        {
            _problems.Add(new InventoryProblem(file, line, message));
        }
    }

    public void AddGroup(string name, int line) => GroupOf(name, line);

    public void AddChild(string parent, string child, int line)
    {
        GroupOf(child, line);
        GroupOf(parent, line).Children.Add(child);
    }

    public void SetGroupVariable(string group, string variable, string value, int line) => GroupOf(group, line).Variables[variable] = value;

    /// <summary>A host of a group; in more than one group it is still one host, and its own variables add up.</summary>
    public void AddHost(string group, string name, IEnumerable<KeyValuePair<string, string>> variables, int line)
    {
        if (!_hosts.TryGetValue(name, out var host))
        {
            if (_hosts.Count == MostHosts)
            {
                Refuse(line, $"more than {MostHosts} hosts: check the ranges");
                return;
            }

            _hosts.Add(name, host = new Host(name, line));
        }

        GroupOf(group, line).Hosts.Add(name);
        foreach (var (variable, value) in variables)
        {
            host.Variables[variable] = value;
        }
    }

    public InventoryReading Build()
    {
        // Everything that is nobody's child is a child of "all", whose variables are therefore the weakest.
        var all = GroupOf(All, 0);
        var children = _groups.Values.SelectMany(group => group.Children).ToHashSet(StringComparer.Ordinal);
        all.Children.UnionWith(_groups.Keys.Where(name => name != All && !children.Contains(name)));
        var order = Ordered();
        if (order is null || _problems.Count > 0)
        {
            return new InventoryReading.Unusable([.. _problems]);
        }

        return new InventoryReading.Read(Resolve(order));
    }

    /// <summary>Groups, parents before children and otherwise by name; null when some are their own ancestors.</summary>
    private List<Group>? Ordered()
    {
        var parents = _groups.Keys.ToDictionary(name => name, _ => 0, StringComparer.Ordinal);
        foreach (var child in _groups.Values.SelectMany(group => group.Children))
        {
            parents[child]++;
        }

        var ready = new PriorityQueue<Group, (int, string)>(Comparer<(int Depth, string Name)>.Create(
            (left, right) => left.Depth != right.Depth ? left.Depth.CompareTo(right.Depth) : string.CompareOrdinal(left.Name, right.Name)));
        var order = new List<Group>();
        Enqueue(_groups.Values.Where(group => parents[group.Name] == 0));
        while (ready.TryDequeue(out var group, out _))
        {
            order.Add(group);
            foreach (var child in group.Children.Select(name => _groups[name]))
            {
                child.Depth = Math.Max(child.Depth, group.Depth + 1);
                parents[child.Name]--;
            }

            Enqueue(group.Children.Where(name => parents[name] == 0).Select(name => _groups[name]));
        }

        if (order.Count == _groups.Count)
        {
            return [.. order.OrderBy(group => group.Depth).ThenBy(group => group.Name, StringComparer.Ordinal)];
        }

        var circle = _groups.Values.Except(order).OrderBy(group => group.Line).ThenBy(group => group.Name, StringComparer.Ordinal).First();
        Refuse(circle.Line, $"group {circle.Name} is a child of its own children: take one of the ':children' entries away");
        return null;

        void Enqueue(IEnumerable<Group> groups)
        {
            foreach (var group in groups)
            {
                ready.Enqueue(group, (group.Depth, group.Name));
            }
        }
    }

    /// <summary>Weakest first: groups far up, then those near the host, then the host's own.</summary>
    private ImmutableArray<InventoryHost> Resolve(List<Group> order)
    {
        foreach (var group in order)
        {
            foreach (var child in group.Children)
            {
                _groups[child].Ancestors.UnionWith(group.Ancestors);
                _groups[child].Ancestors.Add(group.Name);
            }
        }

        var memberships = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var group in order)
        {
            foreach (var host in group.Hosts)
            {
                var groups = memberships.TryGetValue(host, out var known) ? known : memberships[host] = new(StringComparer.Ordinal) { All };
                groups.UnionWith(group.Ancestors);
                groups.Add(group.Name);
            }
        }

        return [.. _hosts.Values.OrderBy(host => host.Name, StringComparer.Ordinal).Select(host => Resolve(host, memberships[host.Name], order))];
    }

    private static InventoryHost Resolve(Host host, HashSet<string> groups, List<Group> order)
    {
        var variables = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (variable, value) in order.Where(group => groups.Contains(group.Name)).SelectMany(group => group.Variables).Concat(host.Variables))
        {
            variables[variable] = value;
        }

        return new InventoryHost(host.Name, host.Line, groups.ToImmutableSortedSet(StringComparer.Ordinal), variables.ToImmutable());
    }

    private Group GroupOf(string name, int line)
    {
        if (!_groups.TryGetValue(name, out var group))
        {
            _groups.Add(name, group = new Group(name, line));
        }

        return group;
    }

    private sealed record Host(string Name, int Line)
    {
        public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);
    }

    private sealed class Group(string name, int line)
    {
        public string Name => name;

        public int Line => line;

        public int Depth { get; set; }

        public HashSet<string> Hosts { get; } = new(StringComparer.Ordinal);

        public SortedSet<string> Children { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Ancestors { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);
    }
}
