using System.Collections.Frozen;
using System.Globalization;

namespace Windlass.Core.Planning.Gates;

/// <summary>
/// The answer of <c>mariadb -NBe "show status like 'wsrep_%'"</c>: a line for each variable, its name, a tab, its value. Source: mariadb.com,
/// "Galera Cluster Status Variables".
/// </summary>
/// <param name="Size">Members; 0: not told.</param>
/// <param name="Unwell">Why this member, or the cluster, is not well; null: it is.</param>
public sealed record GaleraStatus(int Size, string? Unwell)
{
    private static readonly FrozenDictionary<string, string> Well = new Dictionary<string, string>
    {
        ["wsrep_ready"] = "ON",
        ["wsrep_connected"] = "ON",
        ["wsrep_cluster_status"] = "Primary",
        ["wsrep_local_state_comment"] = "Synced",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads the answer. No input throws; what is missing is not well.</summary>
    /// <param name="output">What was printed.</param>
    public static GaleraStatus Parse(string output)
    {
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in output.Split('\n'))
        {
            if (line.IndexOf('\t', StringComparison.Ordinal) is var tab and > 0)
            {
                told[line[..tab]] = line[(tab + 1)..].TrimEnd('\r');
            }
        }

        // Read on MariaDB 10.11: without Galera all of them are told nevertheless, as if the member were out of its cluster.
        if (told.GetValueOrDefault("wsrep_provider_name") is "")
        {
            return new GaleraStatus(0, "the database runs without Galera: it has no wsrep_provider; ask it on the nodes of the cluster (onRoles of the gate)");
        }

        var unwell = Well.OrderBy(one => one.Key, StringComparer.Ordinal)
            .Where(one => told.GetValueOrDefault(one.Key) != one.Value)
            .Select(one => told.TryGetValue(one.Key, out var value) ? $"{one.Key} is {value}, not {one.Value}" : $"cannot be read: {one.Key} is not told")
            .FirstOrDefault();
        return new GaleraStatus(
            int.TryParse(told.GetValueOrDefault("wsrep_cluster_size"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0, unwell);
    }
}
