using System.Collections.Immutable;
using System.Globalization;
using Windlass.Core.LoadBalancing;

namespace Windlass.HAProxy.Parsing;

/// <summary>What a master process tells of workers that a reload has replaced but that still hold sessions.</summary>
internal static class OldWorkers
{
    /// <summary>Reads <c>show proc</c>.</summary>
    /// <returns>False when the text is not such an answer.</returns>
    internal static bool TryParse(string text, out ImmutableArray<int> processIds)
    {
        processIds = [];
        if (!text.StartsWith("#<PID>", StringComparison.Ordinal))
        {
            return false;
        }

        var read = ImmutableArray.CreateBuilder<int>();
        var isOld = false;
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith('#'))
            {
                isOld = line.StartsWith("# old workers", StringComparison.Ordinal);
                continue;
            }

            var word = line.Split([' ', '\t'], 2)[0];
            if (isOld && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var processId))
            {
                read.Add(processId);
            }
        }

        processIds = read.ToImmutable();
        return true;
    }

    /// <summary>Adds the sessions of one old worker to those of the servers of today.</summary>
    /// <param name="servers">What the current worker says.</param>
    /// <param name="text">The old worker's answer to <c>show stat</c>.</param>
    /// <param name="sum">The servers with the sessions of both.</param>
    internal static bool TryAdd(ImmutableArray<ServerState> servers, string text, out ImmutableArray<ServerState> sum)
    {
        sum = servers;
        if (!CsvTable.TryParse(text, out var csv, out _))
        {
            return false;
        }

        var held = new Dictionary<ServerRef, long>();
        foreach (var row in csv.Rows)
        {
            if (!RuntimeSnapshot.TryReadCount(csv.Field(row, "scur"), out var sessions))
            {
                return false;
            }

            held[new ServerRef(csv.Field(row, "pxname"), csv.Field(row, "svname"))] = sessions;
        }

        sum = [.. servers.Select(server => server with { Sessions = server.Sessions + held.GetValueOrDefault(server.Ref) })];
        return true;
    }
}
