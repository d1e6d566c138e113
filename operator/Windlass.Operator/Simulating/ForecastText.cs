using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Forecasting;

namespace Windlass.Operator.Simulating;

/// <summary>A forecast as people read it. The same forecast gives the same text.</summary>
internal static class ForecastText
{
    private const int ShownWaves = 4;
    private const int ShownRisks = 3;

    public static string Of(ImaginedCloud cloud, ImmutableArray<ClusterUpgrade> past, Forecast forecast, ImmutableArray<CriticalPart> script)
    {
        var text = new StringBuilder();
        var roles = string.Join(", ", forecast.Nodes.Select(role => $"{role.Role} {role.Nodes}"));
        text.Append(Invariant($"ClusterUpgrade {cloud.Upgrade.Metadata.Name}: {cloud.From} -> {cloud.Upgrade.Spec.TargetRelease}, {cloud.Nodes.Length} nodes ({roles}), simulated\n"));
        text.Append(past.IsEmpty
            ? "Step times: typical values, assumed; no earlier run is known\n\n"
            : Invariant($"Step times: learned from {string.Join(", ", past.Select(run => $"{run.Metadata.Name} ({run.Status!.CompletionTime:yyyy-MM-dd})"))}; typical values for what was not done there\n\n"));
        text.Append(Invariant($"{"Timeline",-34}{"begins",9}{"ends",10}{"takes",10}\n"));
        foreach (var phase in forecast.Phases)
        {
            text.Append(Line(phase.Name, phase.Begin, phase.End, ""));
            AppendInside(text, phase, forecast);
        }

        AppendPath(text, forecast);
        AppendRisks(text, forecast.Risks);
        AppendScript(text, forecast, script);
        return text.ToString();
    }

    private static void AppendInside(StringBuilder text, ForecastSpan phase, Forecast forecast)
    {
        bool IsInside(TimeSpan begin) => begin >= phase.Begin && begin < phase.End;
        foreach (var component in forecast.Components.Where(component => phase.Name == UpgradeStage.ControlPlane && IsInside(component.Begin)))
        {
            text.Append(Line($"  {component.Name}", component.Begin, component.End, Count(component.Nodes, "node")));
        }

        foreach (var role in forecast.Roles.Where(role => phase.Name == UpgradeStage.Satellites && IsInside(role.Begin)))
        {
            text.Append(Line($"  {role.Role}", role.Begin, role.End, Invariant($"{Count(role.Nodes, "node")}, {role.MaxInFlight} at a time, {Count(role.Waves.Length, "wave")}")));
            foreach (var wave in role.Waves.Length <= ShownWaves ? role.Waves : role.Waves[..(ShownWaves - 1)])
            {
                text.Append(Line($"    {(wave.Name.Length == 0 ? "wave" : wave.Name)}", wave.Begin, wave.End, Count(wave.Nodes, "node")));
            }

            if (role.Waves.Length > ShownWaves)
            {
                text.Append(Invariant($"    ... {role.Waves.Length - ShownWaves} more waves\n"));
                text.Append(Line($"    {(role.Waves[^1].Name.Length == 0 ? "wave" : role.Waves[^1].Name)}", role.Waves[^1].Begin, role.Waves[^1].End, Count(role.Waves[^1].Nodes, "node")));
            }
        }
    }

    private static void AppendPath(StringBuilder text, Forecast forecast)
    {
        if (forecast.StoppedBecause is { } obstacle)
        {
            text.Append(Invariant($"\nThe run would wait here, after {Clock(forecast.Makespan)}: {obstacle}\n"));
            return;
        }

        var share = forecast.LowerBound / forecast.Makespan;
        text.Append(Invariant($"\nMakespan {Clock(forecast.Makespan)} ({forecast.Makespan.TotalSeconds:N0} s), {forecast.Steps:N0} steps\n"));
        text.Append(Invariant($"\nCritical path: no run by this strategy, with these step times, takes less than {forecast.LowerBound.TotalSeconds:N0} s ({share:P1} of the makespan)\n"));
        foreach (var part in forecast.CriticalPath)
        {
            text.Append(Invariant($"  {part.Takes.TotalSeconds,8:N0} s  {part.Name}\n"));
        }
    }

    private static void AppendRisks(StringBuilder text, ForecastRisks risks)
    {
        text.Append("\nRisks\n");
        text.Append(risks.Away.IsEmpty
            ? "  no backend is without a server at any time\n"
            : Invariant($"  away, without any server: {string.Join(", ", risks.Away.Take(ShownRisks).Select(away => $"{away.Name} {Whole(away.Lasts)}"))}{More(risks.Away.Length)}\n"));
        var floors = risks.Floors.Where(floor => floor.Servers > 0).ToImmutableArray();
        if (!floors.IsEmpty)
        {
            text.Append(Invariant($"  thinnest: {floors[0].Backend} has {floors[0].Servers} of {floors[0].Of} servers for {Whole(floors[0].Lasts)}\n"));
        }

        if (!risks.SchemaWindows.IsEmpty)
        {
            text.Append(Invariant($"  old code beside a new schema: {string.Join(", ", risks.SchemaWindows.Take(ShownRisks).Select(open => $"{open.Name} {Whole(open.Lasts)}"))}{More(risks.SchemaWindows.Length)}\n"));
        }
    }

    private static void AppendScript(StringBuilder text, Forecast forecast, ImmutableArray<CriticalPart> script)
    {
        if (script.IsEmpty || forecast.StoppedBecause is not null)
        {
            return;
        }

        var (total, configuration) = (ScriptModel.Total(script), script.First(pass => pass.Name == ScriptModel.Configuration).Takes);
        text.Append(Invariant($"\nThe shell upgrader, modelled with its own typical times on the same nodes: {total.TotalSeconds:N0} s; this run takes {forecast.Makespan / total:P0} of that.\n"));
        if (forecast.Phases.Any(phase => phase.Name == UpgradeStage.LastVisits))
        {
            return;
        }

        text.Append(Invariant($"Without the script's {configuration.TotalSeconds:N0} s of {ScriptModel.Configuration}, which this run has not: {(total - configuration).TotalSeconds:N0} s, {forecast.Makespan / (total - configuration):P0}.\n"));
    }

    private static string Line(string name, TimeSpan begin, TimeSpan end, string note) =>
        Invariant($"{"  " + name,-34}{Clock(begin),9}{Clock(end),10}{Clock(end - begin),10}  {note}").TrimEnd() + "\n";

    private static string More(int count) => count > ShownRisks ? Invariant($" and {count - ShownRisks} more") : "";

    private static string Count(int count, string what) => Invariant($"{count:N0} {what}{(count == 1 ? "" : "s")}");

    private static string Whole(TimeSpan time) => Invariant($"{time.TotalSeconds:N0} s");

    private static string Clock(TimeSpan time) => Invariant($"{(int)time.TotalHours}:{time.Minutes:D2}:{time.Seconds:D2}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
