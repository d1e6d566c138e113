using System.Collections.Frozen;
using System.Globalization;
using Windlass.Core.LoadBalancing;

namespace Windlass.HAProxy.Parsing;

/// <summary>The answer to <c>show servers state</c>: a format version, a header line, one line for each server, by header name.</summary>
internal static class ServersState
{
    private const string HeaderStart = "# be_id ";

    internal static bool TryParse(ReadOnlySpan<char> text, out FrozenDictionary<ServerRef, AdminFlags> servers, out string problem)
    {
        servers = FrozenDictionary<ServerRef, AdminFlags>.Empty;
        problem = "";
        var lines = text.ToString().Split('\n');
        var header = Array.FindIndex(lines, line => line.StartsWith(HeaderStart, StringComparison.Ordinal));
        if (header < 0)
        {
            problem = "no answer to `show servers state`";
            return false;
        }

        // An empty line ends the table. Without it the answer was cut, perhaps in the middle of a number.
        var end = Array.IndexOf(lines, "", header);
        if (end < 0 || end == lines.Length - 1)
        {
            problem = "the answer to `show servers state` is cut";
            return false;
        }

        var columns = Columns(lines[header]);
        var read = new Dictionary<ServerRef, AdminFlags>();
        foreach (var line in lines[(header + 1)..end])
        {
            if (!TryParseLine(line, columns, out var server, out var flags))
            {
                problem = $"`show servers state` holds a line that cannot be read: {line}";
                return false;
            }

            read[server] = flags;
        }

        servers = read.ToFrozenDictionary();
        return true;
    }

    private static Dictionary<string, int> Columns(string header)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in header[2..].TrimEnd().Split(' '))
        {
            columns.TryAdd(name, columns.Count);
        }

        return columns;
    }

    private static bool TryParseLine(string line, Dictionary<string, int> columns, out ServerRef server, out AdminFlags flags)
    {
        var fields = line.TrimEnd().Split(' ');
        string Field(string column) => columns.TryGetValue(column, out var index) && index < fields.Length ? fields[index] : "";

        server = new ServerRef(Field("be_name"), Field("srv_name"));
        flags = default;
        if (server.Backend.Length == 0 || server.Server.Length == 0 || fields.Length < columns.Count)
        {
            return false;
        }

        if (!int.TryParse(Field("srv_admin_state"), NumberStyles.None, CultureInfo.InvariantCulture, out var bits))
        {
            return false;
        }

        // A server on a unix socket or not yet resolved has no port, or "-" for an address: then only its name can identify it.
        _ = int.TryParse(Field("srv_port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        var address = Field("srv_addr");
        flags = new AdminFlags(bits, address == "-" ? "" : address, port);
        return true;
    }
}
