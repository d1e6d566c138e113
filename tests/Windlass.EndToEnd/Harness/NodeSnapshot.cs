namespace Windlass.EndToEnd.Harness;

/// <summary>What an upgrade must leave on a node as it found it.</summary>
internal sealed record NodeSnapshot(string UnitFiles, string RunningServices, string Policy, string LeftOvers)
{
    private const string Script =
        """
        systemctl list-unit-files --no-legend --no-pager | awk '$2 != "transient" {print $1, $2}' | sort
        echo ==
        systemctl list-units --type=service --state=active --no-legend --plain --no-pager | awk '{print $1}' | grep -Ev '^(windlass-step-|user|systemd-|apt-|dpkg-)' | sort
        echo ==
        ls -l /usr/sbin/policy-rc.d 2>&1; cat /usr/sbin/policy-rc.d 2>/dev/null
        echo ==
        find /etc/systemd/system /run/systemd/system -name '*windlass*' ! -name 'windlass-step-*' 2>/dev/null
        find /var/lib/windlass/holds /var/lib/windlass/releasing -mindepth 1 2>/dev/null
        systemctl --failed --no-legend --plain --no-pager
        true
        """;

    public static async Task<NodeSnapshot> TakeAsync(string node)
    {
        var parts = (await LabFixture.OnAsync(node, Script)).Split("==\n");
        return new NodeSnapshot(parts[0], parts[1], parts[2], parts[3]);
    }

    public static async Task<Dictionary<string, NodeSnapshot>> TakeAllAsync()
    {
        var all = new Dictionary<string, NodeSnapshot>();
        foreach (var node in LabFixture.Nodes)
        {
            all[node] = await TakeAsync(node);
        }

        return all;
    }
}
