using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;

namespace Windlass.HAProxy.Parsing;

/// <summary>The answer to a line that ends with <see cref="Runtime.RuntimeCommand.Show"/>.</summary>
/// <param name="Complaint">What the commands before it answered: empty means that all were accepted.</param>
/// <param name="Snapshot">The servers.</param>
/// <param name="Flags">Raw administrative bits, to check commands against.</param>
internal sealed record RuntimeSnapshot(string Complaint, LoadBalancerSnapshot Snapshot, FrozenDictionary<ServerRef, AdminFlags> Flags)
{
    private const string ServerType = "2";

    internal static bool TryParse(NodeName instance, string text, out RuntimeSnapshot snapshot, out string problem)
    {
        snapshot = null!;
        var info = LineStart(text, "Name: ", 0);
        if (info < 0)
        {
            problem = text.Length == 0 ? "an empty answer" : $"no answer to `show info`: {FirstLine(text)}";
            return false;
        }

        var table = LineStart(text, "# pxname,", info);
        if (table < 0 || !CsvTable.TryParse(text.AsSpan(table), out var csv, out var rest))
        {
            problem = "no answer to `show stat`";
            return false;
        }

        if (!TryReadInfo(text[info..table], out var processId, out var version, out problem)
            || !ServersState.TryParse(rest, out var flags, out problem)
            || !TryReadServers(csv, flags, out var servers, out problem))
        {
            return false;
        }

        snapshot = new RuntimeSnapshot(text[..info].Trim(), new LoadBalancerSnapshot(instance, processId, version, servers), flags);
        return true;
    }

    private static bool TryReadInfo(string text, out int processId, out string version, out string problem)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                fields.TryAdd(line[..colon], line[(colon + 1)..].Trim());
            }
        }

        version = fields.GetValueOrDefault("Version", "");
        problem = "";
        if (!int.TryParse(fields.GetValueOrDefault("Pid"), NumberStyles.None, CultureInfo.InvariantCulture, out processId))
        {
            problem = "`show info` names no process id";
            return false;
        }

        // A worker that a reload has replaced knows nothing of the traffic of today.
        if (fields.GetValueOrDefault("Stopping", "0") != "0")
        {
            problem = $"the process that answered ({processId}) is stopping";
            return false;
        }

        return true;
    }

    private static bool TryReadServers(
        CsvTable csv,
        FrozenDictionary<ServerRef, AdminFlags> flags,
        out ImmutableArray<ServerState> servers,
        out string problem)
    {
        var read = ImmutableArray.CreateBuilder<ServerState>();
        servers = [];
        problem = "";
        foreach (var row in csv.Rows.Where(row => csv.Field(row, "type") == ServerType))
        {
            var server = new ServerRef(csv.Field(row, "pxname"), csv.Field(row, "svname"));
            if (!flags.TryGetValue(server, out var admin))
            {
                problem = $"`show servers state` does not list {server}, `show stat` does";
                return false;
            }

            if (!TryReadServer(csv, row, server, admin, out var state))
            {
                problem = $"`show stat` holds numbers that cannot be read for {server}";
                return false;
            }

            read.Add(state);
        }

        servers = read.ToImmutable();
        if (servers.Length < flags.Count)
        {
            problem = $"`show stat` lists {servers.Length} servers, `show servers state` {flags.Count}";
            return false;
        }

        return true;
    }

    private static bool TryReadServer(CsvTable csv, ImmutableArray<string> row, ServerRef server, AdminFlags admin, out ServerState state)
    {
        state = null!;
        if (!TryReadCount(csv.Field(row, "scur"), out var sessions) || !TryReadCount(csv.Field(row, "qcur"), out var queued))
        {
            return false;
        }

        var status = csv.Field(row, "status");
        var health = CheckWord.Read(status, csv.Field(row, "check_status"), csv.Field(row, "tracked"));
        var isBackup = csv.Field(row, "bck") == "1";
        state = new ServerState(server.Backend, server.Server, admin.Address, admin.Port, admin.Effective, health, isBackup, sessions, queued, status);
        return true;
    }

    internal static bool TryReadCount(string field, out long count) =>
        long.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out count);

    /// <summary>Where the first line begins that starts so; negative when none does.</summary>
    private static int LineStart(string text, string start, int from)
    {
        if (text.AsSpan(from).StartsWith(start, StringComparison.Ordinal))
        {
            return from;
        }

        var lineFeed = text.IndexOf("\n" + start, from, StringComparison.Ordinal);
        return lineFeed < 0 ? -1 : lineFeed + 1;
    }

    private static string FirstLine(string text) => text.Trim().Split('\n')[0];
}
