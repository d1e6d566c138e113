using System.Globalization;
using Windlass.Core.Observation;

namespace Windlass.Nodes.Answers;

/// <summary>Section <c>machine</c>: <c>key TAB value</c>.</summary>
/// <param name="State">What it says.</param>
/// <param name="Uptime">Seconds since boot at the moment of the state's clock.</param>
internal sealed record MachineSection(MachineState State, decimal Uptime)
{
    /// <summary>Null when clock or boot id are missing: without them nothing else can be judged.</summary>
    public static MachineSection? Parse(IEnumerable<string> lines)
    {
        var fields = lines.Select(line => line.Split('\t')).Where(f => f.Length >= 2).ToLookup(f => f[0], StringComparer.Ordinal);
        var clock = fields["clock"].FirstOrDefault();
        var boot = One("boot-id");
        if (clock is not { Length: >= 3 } || NodeTime.Parse(clock[1]) is not { } wall || boot.Length == 0
            || !decimal.TryParse(clock[2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var uptime) || uptime > 1e12m)
        {
            return null;
        }

        var free = fields["free-kib"].Select(f => long.TryParse(f[1], NumberStyles.None, CultureInfo.InvariantCulture, out var kib) ? Math.Min(kib, long.MaxValue / 1024) : 0);
        var state = new MachineState(
            One("machine-id"), boot, One("kernel"), One("os"), wall, [.. fields["address"].Select(f => f[1])],
            free.DefaultIfEmpty(0).Min() * 1024, fields.Contains("reboot-required"));
        return new MachineSection(state, uptime);

        string One(string key) => fields[key].FirstOrDefault()?[1] ?? "";
    }
}
