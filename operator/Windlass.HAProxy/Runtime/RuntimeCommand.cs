using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Windlass.Core.LoadBalancing;

namespace Windlass.HAProxy.Runtime;

/// <summary>Command lines of the runtime API. Names are checked before they become part of a line: a semicolon or a line feed would be a second command.</summary>
internal static class RuntimeCommand
{
    /// <summary>Everything a snapshot needs in one line; of the statistics only those of servers (type 4).</summary>
    internal const string Show = "show info;" + ShowServers + ";show servers state";

    internal const string ShowServers = "show stat -1 4 -1";

    /// <summary>Well below HAProxy's line buffer (16 KiB unless tuned down).</summary>
    private const int LongestBatch = 4 * 1024;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_:.-");

    /// <summary>HAProxy's own set of characters for names, and not empty.</summary>
    internal static bool IsName(string name) => !string.IsNullOrEmpty(name) && !name.AsSpan().ContainsAnyExcept(NameCharacters);

    internal static bool IsSafe(ServerRef server) => IsName(server.Backend) && IsName(server.Server);

    /// <summary>The lines that set a state: all but the last only set, the last ends with the reading back.</summary>
    internal static ImmutableArray<string> SetStates(ImmutableArray<ServerRef> servers, AdminState state)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        var line = new StringBuilder();
        foreach (var server in servers)
        {
            if (line.Length > LongestBatch)
            {
                // A semicolon at the end would begin another, empty command, which HAProxy answers with its help.
                lines.Add(line.ToString().TrimEnd(';'));
                line.Clear();
            }

            line.Append("set server ").Append(server).Append(" state ").Append(Word(state)).Append(';');
        }

        lines.Add(line.Append(Show).ToString());
        return lines.ToImmutable();
    }

    internal static string ShutDownSessions(ServerRef server) => $"shutdown sessions server {server};{Show}";

    /// <summary>For a master socket: the servers as one worker, possibly a leaving one, sees them.</summary>
    internal static string OfWorker(int processId) => $"@!{processId} {ShowServers}";

    private static string Word(AdminState state) => state switch
    {
        AdminState.Ready => "ready",
        AdminState.Drain => "drain",
        AdminState.Maintenance => "maint",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "not an administrative state"),
    };
}
