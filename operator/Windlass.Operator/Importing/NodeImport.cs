using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Windlass.Operator.Importing;

/// <summary>Turns the hosts of an inventory into nodes that the API accepts, or says for each host that it cannot what to change.</summary>
internal sealed partial class NodeImport
{
    private const int MostProblems = 20;

    private readonly ImportSettings _settings;
    private readonly List<InventoryProblem> _problems = [];
    private readonly List<string> _leftOut = [];
    private readonly SortedDictionary<string, ImportedNode> _nodes = new(StringComparer.Ordinal);

    private NodeImport(ImportSettings settings) => _settings = settings;

    /// <param name="hosts">The inventory.</param>
    /// <param name="settings">What a person wants.</param>
    public static ImportOutcome Of(ImmutableArray<InventoryHost> hosts, ImportSettings settings)
    {
        var import = new NodeImport(settings);
        foreach (var host in hosts)
        {
            import.Take(host);
        }

        return import.End(hosts);
    }

    private ImportOutcome End(ImmutableArray<InventoryHost> hosts)
    {
        if (_nodes.Count == 0 && _problems.Count == 0)
        {
            var groups = hosts.SelectMany(host => host.Groups).Where(group => group != InventoryBuilder.All).Distinct().Order(StringComparer.Ordinal).Take(20);
            Refuse(0, hosts.IsEmpty
                ? "there is no host in it"
                : $"no host is in a group that stands for a role; say which do with --role GROUP=ROLE. Groups with hosts: {string.Join(", ", groups)}");
        }

        return _problems.Count > 0
            ? new ImportOutcome.Unusable([.. _problems.Take(MostProblems)])
            : new ImportOutcome.Nodes([.. _nodes.Values], [.. _leftOut]);
    }

    private void Take(InventoryHost host)
    {
        if (host.Name == "localhost" || host.Variable("ansible_connection") == "local")
        {
            _leftOut.Add($"{host.Name}: it is the machine that Ansible runs on");
            return;
        }

        var roles = _settings.Roles.Of(host);
        if (roles.IsEmpty)
        {
            var groups = host.Groups.Where(group => group != InventoryBuilder.All).ToImmutableArray();
            _leftOut.Add($"{host.Name}: {(groups.IsEmpty ? "in no group" : $"no role for its group{(groups.Length == 1 ? "" : "s")} {string.Join(", ", groups.Take(10))}")}");
            return;
        }

        var name = host.Name.ToLower(CultureInfo.InvariantCulture).Replace('_', '-');
        if (name.Length > 253 || !ObjectName().IsMatch(name))
        {
            Refuse(host.Line, $"'{host.Name}' cannot be the name of an object: give the host a name of letters, digits, '-' and '.', and its address in ansible_host");
            return;
        }

        if (_nodes.TryGetValue(name, out var other))
        {
            Refuse(host.Line, $"{host.Name} and {other.InventoryName} would both be called {name}: rename one");
            return;
        }

        _nodes.Add(name, Node(host, name, roles));
    }

    private ImportedNode Node(InventoryHost host, string name, ImmutableArray<string> roles)
    {
        var address = Checked(host, "address", host.Variable("ansible_host", "ansible_ssh_host") ?? host.Name, 253, AddressPattern());
        var user = Checked(host, "user", host.Variable("ansible_user", "ansible_ssh_user") ?? "root", 32, UserPattern());
        var port = Checked(host, "port", host.Variable("ansible_port", "ansible_ssh_port") ?? "22", 5, PortPattern());
        var number = int.Parse(port, CultureInfo.InvariantCulture);
        if (number is < 1 or > 65535)
        {
            Refuse(host.Line, $"{host.Name}: port {port} is none; ports go from 1 to 65535");
        }

        return new ImportedNode
        {
            Name = name,
            InventoryName = host.Name,
            Address = address,
            Roles = roles.Length <= 20 ? roles : roles[..20],
            Port = number,
            User = user,
            FailureDomain = FailureDomain(host),
            HasHAProxy = roles.Contains(_settings.HaproxyRole),
            Notes = Notes(host, name),
        };
    }

    private string FailureDomain(InventoryHost host)
    {
        if (_settings.FailureDomainVariable is not { } variable || host.Variable(variable) is not { } value)
        {
            return "";
        }

        return Checked(host, variable, value, 63, PrintablePattern());
    }

    private ImmutableArray<string> Notes(InventoryHost host, string name)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        if (name != host.Name)
        {
            notes.Add($"in the inventory: {Flat(host.Name)}");
        }

        if (_settings.FailureDomainVariable is { } variable && host.Variable(variable) is null)
        {
            notes.Add($"{Flat(variable)} is not set for this host: it fails alone");
        }

        if (host.Variable("ansible_ssh_common_args", "ansible_ssh_extra_args") is { } arguments)
        {
            notes.Add($"the inventory logs in with '{Flat(arguments)}': put that into a file for windlass' --ssh-config");
        }

        return notes.ToImmutable();
    }

    /// <summary>A value that the API accepts; otherwise a problem, and a value that stands for it until that is told.</summary>
    private string Checked(InventoryHost host, string what, string value, int longest, Regex pattern)
    {
        if (value.Length <= longest && pattern.IsMatch(value))
        {
            return value;
        }

        var isTemplate = value.Contains("{{", StringComparison.Ordinal);
        Refuse(host.Line, isTemplate
            ? $"{host.Name}: {what} is a template ({Flat(value)}), which only Ansible can fill in: run ansible-inventory -i {_settings.File} --list --yaml > resolved.yaml and import that"
            : $"{host.Name}: {what} '{Flat(value)}' is not usable");
        return "1";
    }

    private void Refuse(int line, string message) => _problems.Add(new InventoryProblem(_settings.File, line, message));

    /// <summary>Short and in one line: it goes into a comment.</summary>
    private static string Flat(string text) => string.Concat((text.Length <= 200 ? text : text[..200]).Select(letter => letter is < ' ' or > '~' ? '?' : letter));

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ObjectName();

    [GeneratedRegex(@"\A[A-Za-z0-9:.-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex AddressPattern();

    [GeneratedRegex(@"\A[a-z_][a-z0-9_-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex UserPattern();

    [GeneratedRegex(@"\A[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex PortPattern();

    [GeneratedRegex(@"\A[ -~]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex PrintablePattern();
}
