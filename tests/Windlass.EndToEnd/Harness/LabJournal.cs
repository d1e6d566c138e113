using System.Globalization;
using System.Text.RegularExpressions;

namespace Windlass.EndToEnd.Harness;

/// <summary>What the nodes themselves wrote down. Nothing here comes from the operator's own log.</summary>
internal static partial class LabJournal
{
    /// <summary>What services and schema tools did to the shared database, in order.</summary>
    public static async Task<ServiceEvent[]> ServicesAsync() =>
    [
        .. (await LabFixture.LabAsync("journal")).Succeeded().Lines.Select(line => line.Split('\t'))
            .Select(field => new ServiceEvent(Time(field[0]), field[1], field[3], field[4], field[5], field[6])),
    ];

    /// <summary>Returns when the first keystone of the run has stopped: its server is out, and work is in hand.</summary>
    public static Task KeystoneStopsAsync() => Poll.UntilAsync(
        "keystone of the pioneer stops", async () => (await ServicesAsync()).Any(each => each is { What: "keystone", Phase: "stop" }), minutes: 5);

    /// <summary>Steps as the nodes' own supervisors recorded them.</summary>
    public static async Task<LedgerLine[]> StepsAsync()
    {
        var lines = new List<LedgerLine>();
        foreach (var node in LabFixture.Nodes)
        {
            var text = await LabFixture.OnAsync(node, "cat /var/lib/windlass/journal.log 2>/dev/null || true");
            lines.AddRange(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).Where(word => word[1] is "start" or "end")
                .Select(word => new LedgerLine(Time(word[0]), node, word[1], word[2], word[3], word[4], word[6], long.Parse(word[5], CultureInfo.InvariantCulture))));
        }

        return [.. lines];
    }

    /// <summary>Whether the node has written down that it refused an order with this fence.</summary>
    /// <param name="node">The node.</param>
    /// <param name="fence">Of the replica that ordered it.</param>
    /// <param name="why">Part of the reason.</param>
    public static async Task<bool> RefusedAsync(string node, long fence, string why)
    {
        var lines = (await LabFixture.OnAsync(node, "cat /var/lib/windlass/refusals.log 2>/dev/null || true")).Split('\n');
        return lines.Any(line => line.Split(' ') is [_, "refuse", _, _, _, var its, ..] && its == fence.ToString(CultureInfo.InvariantCulture) && line.Contains(why, StringComparison.Ordinal));
    }

    /// <summary>What each HAProxy logged about its servers.</summary>
    public static async Task<RotationEvent[]> RotationAsync()
    {
        var events = new List<RotationEvent>();
        foreach (var node in LabFixture.Controllers)
        {
            var text = await LabFixture.OnAsync(node, "journalctl -u haproxy -o short-unix --no-pager");
            events.AddRange(ServerLine().Matches(text).Select(match => new RotationEvent(
                DateTimeOffset.UnixEpoch.AddSeconds(double.Parse(match.Groups["at"].ValueSpan, CultureInfo.InvariantCulture)),
                node, match.Groups["backend"].Value, match.Groups["server"].Value, match.Groups["what"].Value)));
        }

        return [.. events.OrderBy(each => each.At)];
    }

    /// <summary>Source packages in the order dpkg first upgraded something of them on a node; libraries left out.</summary>
    public static async Task<string[]> PackageOrderAsync(string node)
    {
        var text = await LabFixture.OnAsync(node, "grep ' upgrade ' /var/log/dpkg.log || true");
        return [.. UpgradeLine().Matches(text).Select(match => match.Groups["source"].Value).Distinct()];
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    [GeneratedRegex(@"^(?<at>[\d.]+) \S+ haproxy\[\d+\]: Server (?<backend>\w+)/(?<server>\w+) (?<what>.*)$", RegexOptions.Multiline)]
    private static partial Regex ServerLine();

    [GeneratedRegex(@" upgrade (python3-)?(?<source>keystone|glance|nova|neutron)\b", RegexOptions.Multiline)]
    private static partial Regex UpgradeLine();
}
