using System.Collections.Immutable;
using Windlass.Core.Observation;

namespace Windlass.Nodes.Answers;

/// <summary>Sections <c>shipped</c>, <c>holds</c>, <c>asked</c> and <c>units</c>: which units there are, who ships them, how they are.</summary>
internal static class UnitSections
{
    /// <summary>Units by name.</summary>
    /// <param name="sections">All sections.</param>
    /// <param name="machine">For the clock that turns start times into wall-clock time.</param>
    public static ImmutableSortedDictionary<string, UnitState> Parse(IReadOnlyDictionary<string, IReadOnlyList<string>> sections, MachineSection machine)
    {
        var shipped = Shipped(sections.GetValueOrDefault("shipped") ?? []);
        var holds = Holds(sections.GetValueOrDefault("holds") ?? []);
        var asked = (sections.GetValueOrDefault("asked") ?? []).Where(name => name.Length > 0).ToList();
        var records = Records(sections.GetValueOrDefault("units") ?? []);
        var units = ImmutableSortedDictionary.CreateBuilder<string, UnitState>(StringComparer.Ordinal);
        for (var i = 0; i < asked.Count; i++)
        {
            var record = RecordOf(asked, records, i);
            var package = shipped.GetValueOrDefault(asked[i]);
            // An alias that a package ships is the same unit under another name: stopping it twice would hide who stopped it.
            if (record is null || (package is not null && shipped.ContainsKey(Text(record, "Id")) && Text(record, "Id") != asked[i]))
            {
                continue;
            }

            units[asked[i]] = new UnitState(
                asked[i], package, Text(record, "LoadState"), Text(record, "ActiveState"), Text(record, "SubState"), Text(record, "UnitFileState"),
                holds.GetValueOrDefault(asked[i]), NodeTime.FromMonotonic(StartOf(record), machine.State.Clock, machine.Uptime));
        }

        return units.ToImmutable();
    }

    /// <summary>systemctl answers in the order asked; should a name be missing in between, only records under their own name count.</summary>
    private static Dictionary<string, string>? RecordOf(List<string> asked, List<Dictionary<string, string>> records, int index) =>
        records.Count == asked.Count ? records[index] : records.Find(record => Text(record, "Id") == asked[index]);

    /// <summary>Start of the main process. Units that systemd made from an init script run without one: there it is the unit's own start.</summary>
    private static string? StartOf(Dictionary<string, string> record)
    {
        if (Text(record, "MainPID") is not ("0" or ""))
        {
            return Text(record, "ExecMainStartTimestampMonotonic");
        }

        return Text(record, "SubState") == "running" ? Text(record, "ActiveEnterTimestampMonotonic") : null;
    }

    private static string Text(Dictionary<string, string> record, string key) => record.GetValueOrDefault(key, "");

    /// <summary><c>/var/lib/dpkg/info/NAME TAB path</c>; an init script without a unit file of its name is a unit too: systemd generates it.</summary>
    private static Dictionary<string, string> Shipped(IEnumerable<string> lines)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in lines.Select(line => line.Split('\t')))
        {
            if (field is [var list, var path])
            {
                var name = path[(path.LastIndexOf('/') + 1)..];
                owners.TryAdd(name.EndsWith(".service", StringComparison.Ordinal) ? name : name + ".service", PackageSections.PackageOfList(list));
            }
        }

        return owners;
    }

    private static Dictionary<string, UnitHold> Holds(IEnumerable<string> lines)
    {
        var holds = new Dictionary<string, UnitHold>(StringComparer.Ordinal);
        foreach (var field in lines.Select(line => line.Split('\t')))
        {
            if (field is [{ Length: > 0 } unit, var wasActive])
            {
                holds[unit] = new UnitHold(wasActive == "1");
            }
        }

        return holds;
    }

    /// <summary><c>Key=value</c> lines; an empty line ends a record.</summary>
    private static List<Dictionary<string, string>> Records(IEnumerable<string> lines)
    {
        List<Dictionary<string, string>> records = [];
        var current = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines.Append(""))
        {
            if (line.Length == 0)
            {
                if (current.Count > 0)
                {
                    records.Add(current);
                    current = new Dictionary<string, string>(StringComparer.Ordinal);
                }

                continue;
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                current[line[..equals]] = line[(equals + 1)..];
            }
        }

        return records;
    }
}
