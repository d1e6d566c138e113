using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Forecasting;

namespace Windlass.Operator.Simulating;

/// <summary>A forecast as programs read it. Times are seconds from the beginning of the run, with one decimal.</summary>
internal sealed record ForecastDocument(
    string Upgrade,
    string Namespace,
    string FromRelease,
    string TargetRelease,
    int Nodes,
    ImmutableArray<RoleCount> Roles,
    ImmutableArray<string> StepTimesFrom,
    double MakespanSeconds,
    double LowerBoundSeconds,
    string? StoppedBecause,
    ImmutableArray<ForecastDocument.Span> Phases,
    ImmutableArray<ForecastDocument.Span> ControlPlane,
    ImmutableArray<ForecastDocument.Satellites> DataPlane,
    ImmutableArray<ForecastDocument.Part> CriticalPath,
    ForecastDocument.RiskList Risks,
    ForecastDocument.ScriptEstimate? Script,
    long Steps,
    ForecastDocument.DecisionCounts Decisions)
{
    public static ForecastDocument Of(ImaginedCloud cloud, ImmutableArray<ClusterUpgrade> past, Forecast forecast, ImmutableArray<CriticalPart> script) => new(
        cloud.Upgrade.Metadata.Name,
        cloud.Upgrade.Metadata.Namespace ?? "",
        cloud.From,
        cloud.Upgrade.Spec.TargetRelease,
        cloud.Nodes.Length,
        forecast.Nodes,
        [.. past.Select(upgrade => upgrade.Metadata.Name)],
        Seconds(forecast.Makespan),
        Seconds(forecast.LowerBound),
        forecast.StoppedBecause,
        Spans(forecast.Phases),
        Spans(forecast.Components),
        [.. forecast.Roles.Select(role => new Satellites(role.Role, role.MaxInFlight, Seconds(role.Begin), Seconds(role.End), role.Nodes, Spans(role.Waves)))],
        Parts(forecast.CriticalPath),
        new RiskList(Times(forecast.Risks.Away), [.. forecast.Risks.Floors.Select(floor => new Floor(floor.Backend, floor.Servers, floor.Of, Seconds(floor.Lasts)))], Times(forecast.Risks.SchemaWindows)),
        script.IsEmpty ? null : new ScriptEstimate(Seconds(ScriptModel.Total(script)), Parts(script)),
        forecast.Steps,
        new DecisionCounts(forecast.UpgradeDecisions, forecast.NodeDecisions));

    private static ImmutableArray<Span> Spans(ImmutableArray<ForecastSpan> spans) => [.. spans.Select(span => new Span(span.Name, Seconds(span.Begin), Seconds(span.End), span.Nodes))];

    private static ImmutableArray<Part> Parts(ImmutableArray<CriticalPart> parts) => [.. parts.Select(part => new Part(part.Name, Seconds(part.Takes)))];

    private static ImmutableArray<Part> Times(ImmutableArray<RiskTime> times) => [.. times.Select(time => new Part(time.Name, Seconds(time.Lasts)))];

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 1);

    /// <summary>Something with a beginning and an end.</summary>
    internal sealed record Span(string Name, double Begin, double End, int Nodes);

    /// <summary>The satellites of a role.</summary>
    internal sealed record Satellites(string Role, int MaxInFlight, double Begin, double End, int Nodes, ImmutableArray<Span> Waves);

    /// <summary>Something that takes its time.</summary>
    internal sealed record Part(string Name, double Seconds);

    /// <summary>The fewest servers of a backend.</summary>
    internal sealed record Floor(string Backend, int Servers, int Of, double Seconds);

    /// <summary>Where users may notice something.</summary>
    internal sealed record RiskList(ImmutableArray<Part> Away, ImmutableArray<Floor> Floors, ImmutableArray<Part> SchemaWindows);

    /// <summary>How often each of the planners decided.</summary>
    internal sealed record DecisionCounts(long Upgrade, long Node);

    /// <summary>What the shell upgrader would take.</summary>
    internal sealed record ScriptEstimate(double Seconds, ImmutableArray<Part> Passes);
}
