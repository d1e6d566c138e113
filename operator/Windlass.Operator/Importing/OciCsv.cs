using System.Collections.Immutable;
using System.Globalization;

namespace Windlass.Operator.Importing;

/// <summary>
/// Reads what <c>ocicli -csv machine-list -a</c> of openstack-cluster-installer prints. Columns are found by their names in the first line,
/// of which several spellings are known; every column is kept as a variable of the machine under its own name. Total.
/// </summary>
internal static class OciCsv
{
    /// <summary>Variable with the machine's address, whatever its column is called.</summary>
    public const string Address = "ansible_host";

    private static readonly ImmutableArray<string> HostnameNames = ["hostname", "name", "fqdn"];
    private static readonly ImmutableArray<string> AddressNames = ["curip", "currentip", "ipaddr", "ipaddress", "ip", "address"];
    private static readonly ImmutableArray<string> RoleNames = ["role"];
    private static readonly ImmutableArray<string> StatusNames = ["status"];
    private static readonly ImmutableArray<string> ClusterNames = ["clustername", "cluster"];

    /// <param name="file">Name for problems.</param>
    /// <param name="text">Its contents.</param>
    /// <param name="cluster">Machines of this cluster only; null: the file must be about one cluster.</param>
    /// <returns>Installed machines, each in one group: its role.</returns>
    public static InventoryReading Read(string file, string text, string? cluster)
    {
        var records = CsvText.Records(text.TrimStart('\uFEFF'));
        var inventory = new InventoryBuilder(file);
        if (records.IsEmpty)
        {
            inventory.Refuse(0, "the file is empty; write it with: ocicli -csv machine-list -a > machines.csv");
            return inventory.Build();
        }

        var header = records[0].Fields;
        var columns = new Columns(
            Find(header, HostnameNames), Find(header, AddressNames), Find(header, RoleNames), Find(header, StatusNames), Find(header, ClusterNames));
        if (columns.Hostname < 0 || columns.Role < 0)
        {
            inventory.Refuse(
                records[0].Line,
                $"the first line must name the columns, 'hostname' and 'role' among them; it is: {string.Join(',', header)}. Write the file with: ocicli -csv machine-list -a");
            return inventory.Build();
        }

        ImmutableArray<CsvRecord> machines = [.. records.Skip(1).Where(record => IsUsed(record, columns, cluster))];
        Check(inventory, records, machines, columns, cluster);
        foreach (var machine in machines)
        {
            Take(inventory, header, columns, machine);
        }

        return inventory.Build();
    }

    private static void Check(
        InventoryBuilder inventory, ImmutableArray<CsvRecord> records, ImmutableArray<CsvRecord> machines, Columns columns, string? cluster)
    {
        ImmutableArray<string> clusters = [.. records.Skip(1).Select(record => Field(record, columns.Cluster)).Where(name => name.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        if (cluster is not null && !clusters.Contains(cluster))
        {
            inventory.Refuse(0, $"no machine is of cluster {cluster}; clusters in the file: {string.Join(", ", clusters)}");
        }
        else if (cluster is null && clusters.Length > 1)
        {
            inventory.Refuse(0, $"machines of several clusters ({string.Join(", ", clusters)}): say which one with --oci-cluster");
        }
        else if (machines.IsEmpty)
        {
            inventory.Refuse(0, "no machine in it is installed (column status)");
        }
    }

    private static bool IsUsed(CsvRecord record, Columns columns, string? cluster) =>
        (columns.Status < 0 || Field(record, columns.Status).Equals("installed", StringComparison.OrdinalIgnoreCase))
        && (cluster is null || Field(record, columns.Cluster) == cluster);

    private static void Take(InventoryBuilder inventory, ImmutableArray<string> header, Columns columns, CsvRecord machine)
    {
        var (name, role) = (Field(machine, columns.Hostname), Field(machine, columns.Role));
        if (machine.Fields.Length != header.Length || name.Length == 0)
        {
            inventory.Refuse(machine.Line, name.Length == 0
                ? "an installed machine without a hostname"
                : $"{machine.Fields.Length} fields, but the first line names {header.Length} columns");
            return;
        }

        var variables = header.Zip(machine.Fields, KeyValuePair.Create).Where(pair => pair.Key.Length > 0 && pair.Value.Length > 0).ToList();
        if (Field(machine, columns.Address) is { Length: > 0 } address)
        {
            variables.Add(KeyValuePair.Create(Address, address));
        }

        inventory.AddHost(role.Length == 0 ? "without-role" : role, name, variables, machine.Line);
    }

    private static string Field(CsvRecord record, int column) => column >= 0 && column < record.Fields.Length ? record.Fields[column] : "";

    /// <summary>By name: letters and digits count, so that "Cur_ip", "cur-ip" and "CurIP" are one.</summary>
    private static int Find(ImmutableArray<string> header, ImmutableArray<string> names)
    {
        ImmutableArray<string> plain = [.. header.Select(name => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLower(CultureInfo.InvariantCulture))];
        return names.Select(name => plain.IndexOf(name)).FirstOrDefault(index => index >= 0, -1);
    }

    private sealed record Columns(int Hostname, int Address, int Role, int Status, int Cluster);
}
