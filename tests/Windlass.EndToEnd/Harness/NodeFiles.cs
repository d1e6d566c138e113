namespace Windlass.EndToEnd.Harness;

/// <summary>Every file of a node with size, mode, owner and times, but for logs; of /run the names alone.</summary>
internal static class NodeFiles
{
    /// <summary>What any login brings about is left out: sessions of systemd-logind and the message of the day.</summary>
    private const string Script =
        """
        find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /var/log \) -prune -o -printf '%p %y %s %m %U %T@ %C@\n' | sort
        find /run -xdev \( -path /run/systemd -o -path /run/user -o -path /run/log -o -path /run/udev -o -path /run/motd.dynamic \) -prune -o -print | sort
        """;

    public static async Task<Dictionary<string, string[]>> TakeAllAsync()
    {
        var all = new Dictionary<string, string[]>();
        foreach (var node in LabFixture.Nodes)
        {
            all[node] = (await LabFixture.OnAsync(node, Script)).Split('\n');
        }

        return all;
    }

    /// <summary>Lines that only one side has, as "node: line".</summary>
    public static string[] Differences(Dictionary<string, string[]> before, Dictionary<string, string[]> after) =>
    [
        .. before.SelectMany(node => node.Value.Except(after[node.Key]).Concat(after[node.Key].Except(node.Value)).Select(line => $"{node.Key}: {line}")),
    ];
}
