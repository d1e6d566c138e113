using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Simulation;

namespace Windlass.Core.Forecasting;

/// <summary>A simulated run that is written down as a forecast, in portions, so that whoever waits can be told how far it is. Not thread-safe.</summary>
public sealed class ForecastRun
{
    /// <summary>Longer than the gap between two weekly maintenance windows: what stands still for so long stands still for ever.</summary>
    private static readonly TimeSpan LongestStandstill = TimeSpan.FromDays(8);

    private readonly ImaginedCloud _cloud;
    private readonly ClusterReleaseSpec _release;
    private readonly SimulatedCluster _cluster;
    private readonly StepJournal _journal;
    private readonly FloorWatch _floors;
    private readonly SpanBook _phases = new();
    private readonly SpanBook _components = new();
    private readonly SchemaBook _schemas;
    private ClusterUpgradeStatus? _seen;
    private string _stage = "";
    private DateTimeOffset _lastStep;

    /// <summary>Puts it together; nothing moves yet.</summary>
    /// <param name="cloud">The cloud, and what is wanted of it.</param>
    /// <param name="times">What steps take.</param>
    /// <param name="start">When it begins: maintenance windows are counted from there.</param>
    public ForecastRun(ImaginedCloud cloud, StepTimes times, DateTimeOffset start)
    {
        (_cloud, _release) = (cloud, cloud.Target.Spec);
        _cluster = cloud.Build(new SimulationSettings { Times = times, IsUndisturbed = true, KeepsTimelines = false }, start.ToUniversalTime());
        _lastStep = _cluster.Start;
        (_journal, _floors, _schemas) = (new StepJournal(_cluster, times), new FloorWatch(_cluster), new SchemaBook(_cluster));
    }

    /// <summary>Time in the run.</summary>
    public TimeSpan Elapsed => _cluster.Now - _cluster.Start;

    /// <summary>Counts of nodes, as the upgrade's status has them; null: not begun.</summary>
    public NodeCounts? Nodes => _seen?.Nodes;

    /// <summary>Lets some events happen.</summary>
    /// <param name="events">How many at most.</param>
    /// <returns>It goes on.</returns>
    public bool Advance(int events)
    {
        for (var i = 0; i < events; i++)
        {
            if (IsOver())
            {
                return false;
            }

            _cluster.Step();
            Look();
        }

        return true;
    }

    /// <summary>What came of it.</summary>
    public Forecast Result()
    {
        _journal.End();
        var status = _cluster.Objects.Upgrade.Status;
        var end = status?.CompletionTime ?? _cluster.Now;
        var bound = new LowerBound(_cloud, _journal.Nodes);
        return new Forecast
        {
            Nodes = [.. _cloud.Nodes.GroupBy(node => node.Spec.Roles.IsEmpty ? "" : node.Spec.Roles[0]).Select(role => new RoleCount(role.Key, role.Count()))],
            Makespan = end - _cluster.Start,
            StoppedBecause = Obstacle(status),
            Phases = [.. _phases.Closed(Elapsed).Where(phase => phase.End - phase.Begin >= TimeSpan.FromSeconds(1))],
            Components = _components.Closed(Elapsed),
            Roles = Roles(),
            CriticalPath = bound.Parts(),
            Risks = new ForecastRisks(_floors.Away(), _floors.Floors(), _schemas.Closed(_cluster.Now)),
            Steps = _journal.Steps,
            UpgradeDecisions = _cluster.UpgradeDecisions,
            NodeDecisions = _cluster.NodeDecisions,
        };
    }

    private string? Obstacle(ClusterUpgradeStatus? status) =>
        status?.CompletionTime is null ? Condition("Ready")?.Message ?? "nothing is decided"
        : _journal.Steps == 0 ? "there is nothing to do: no role of these nodes has a component of the release"
        : null;

    private bool IsOver() =>
        _seen?.CompletionTime is not null
        || Condition("Stalled") is not null
        || (_seen is { Stage: "Preflight" } && Elapsed > TimeSpan.FromMinutes(1))
        || _cluster.Now - _lastStep > LongestStandstill;

    private void Look()
    {
        var status = _cluster.Objects.Upgrade.Status;
        if (!ReferenceEquals(status, _seen) && status is not null)
        {
            _seen = status;
            _schemas.Look(status);
            _stage = StageOf(status);
            _phases.Switch(_stage, Elapsed);
        }

        _journal.Look(_stage);
        _floors.Look();
        if (_cluster.Completed is null && _cluster.Acted is null)
        {
            return;
        }

        _lastStep = _cluster.Now;
        var step = _cluster.Completed?.Step ?? _cluster.Acted!.Run.Step;
        if (_stage == UpgradeStage.ControlPlane && Planning.Steps.StepIds.ComponentOf(step) is { Length: > 0 } component && Planning.Steps.StepIds.KindOf(step) != "Contract")
        {
            _components.Extend(component, Elapsed, (_cluster.Completed?.Node ?? _cluster.Acted!.Node).Name.Value);
        }
    }

    private static string StageOf(ClusterUpgradeStatus status) => status.Stage is { Length: > 0 } stage ? stage : "";

    private Api.Meta.Condition? Condition(string type) => _seen?.Conditions.FirstOrDefault(condition => condition.Type == type);

    private ImmutableArray<ForecastRole> Roles()
    {
        var strategy = _cloud.Upgrade.Spec.Strategy;
        return
        [
            .. _cloud.Nodes.Where(node => _journal.Nodes.GetValueOrDefault(node.Metadata.Name) is { VisitBegin: not null })
                .Select(node => (node.Spec, Tally: _journal.Nodes[node.Metadata.Name]))
                .GroupBy(visit => visit.Spec.Roles[0])
                .OrderBy(role => role.Key, StringComparer.Ordinal)
                .Select(role =>
                {
                    var policy = SatellitePolicy.Of(_release, strategy, role.Key);
                    return new ForecastRole(
                        role.Key,
                        policy.MaxInFlight,
                        role.Min(visit => visit.Tally.VisitBegin!.Value),
                        role.Max(visit => visit.Tally.VisitEnd),
                        role.Count(),
                        [
                            .. role.GroupBy(visit => (Second: Math.Floor(visit.Tally.VisitBegin!.Value.TotalSeconds), Domain: policy.PerFailureDomain ? visit.Spec.FailureDomain : ""))
                                .OrderBy(wave => wave.Key.Second).ThenBy(wave => wave.Key.Domain, StringComparer.Ordinal)
                                .Select(wave => new ForecastSpan(wave.Key.Domain, wave.Min(visit => visit.Tally.VisitBegin!.Value), wave.Max(visit => visit.Tally.VisitEnd), wave.Count())),
                        ]);
                }),
        ];
    }
}
