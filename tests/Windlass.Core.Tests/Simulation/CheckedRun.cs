using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>A run in which the rules of the design's "Always true" are checked after every event.</summary>
internal sealed class CheckedRun
{
    private const int MostEvents = 15_000;

    private readonly TimeSpan _end;
    private readonly RotationRules _rotation;
    private readonly SchemaRules _schema;
    private readonly OrderRules _order;
    private readonly WidthRules _width;
    private readonly GrantRules _grants;
    private readonly ForeignRules _foreign;
    private readonly LastVisitRules _lastVisit;
    private readonly GateRules _gates;
    private readonly WindowRules _windows;
    private readonly TidyRules _tidy;
    private readonly StallRules _stalls;
    private readonly DriftRules? _drift;

    public CheckedRun(SimulatedCluster cluster, Scenario scenario, PeoplesDrains people)
    {
        (Cluster, _end) = (cluster, scenario.Troubles.Select(trouble => trouble.End).Append(TimeSpan.Zero).Max());
        _rotation = new RotationRules(cluster, scenario, people);
        _schema = new SchemaRules(cluster, people);
        _order = new OrderRules(cluster);
        _width = new WidthRules(cluster, scenario);
        _grants = new GrantRules(cluster);
        _foreign = new ForeignRules(cluster, people);
        _lastVisit = new LastVisitRules(cluster, scenario, people);
        _gates = new GateRules(cluster, scenario);
        _windows = new WindowRules(cluster);
        _tidy = new TidyRules(cluster);
        _stalls = new StallRules(cluster, scenario);

        // Of every fourth run, to save time.
        _drift = scenario.Seed % 4 == 0 ? new DriftRules(cluster, scenario, people) : null;
    }

    public SimulatedCluster Cluster { get; }

    /// <summary>Goes on until the upgrade is ready or gone.</summary>
    /// <returns>Which rule is broken, or that there is no end; null: all is well.</returns>
    public string? ToTheEnd()
    {
        while (!Cluster.Objects.IsReleased && !(Cluster.Now - Cluster.Start > _end && (Cluster.Is("Ready") || IsAborted)))
        {
            if (Cluster.EventNumber > MostEvents)
            {
                return $"no end after {MostEvents} events: {Cluster.Condition("Ready")?.Message}";
            }

            if (Step() is { } broken)
            {
                return broken;
            }

            _drift?.Note();
        }

        if (!Cluster.Objects.IsReleased && !IsAborted && (_lastVisit.Missing() ?? _tidy.Leftover()) is { } missing)
        {
            return missing;
        }

        return _foreign.Leftover() is { } leftover ? $"rule 7: left behind at the end: {leftover}"
            : Cluster.Objects.IsReleased || IsAborted ? null
            : _drift?.Broken(Step);
    }

    private string? Step()
    {
        _rotation.Before();
        Cluster.Step();
        return _rotation.Broken() ?? _schema.Broken() ?? _order.Broken() ?? _width.Broken() ?? _grants.Broken() ?? _foreign.Broken() ?? _lastVisit.Broken() ?? _gates.Broken() ?? _windows.Broken() ?? _tidy.Broken() ?? _stalls.Broken();
    }

    private bool IsAborted => Cluster.Objects.Upgrade.Status is { Stage: "Aborted" };

    /// <summary>For comparing two runs. Not the load balancers: people do other things there when they find other things.</summary>
    public string Outline() => string.Join('\n', [.. Cluster.Nodes.Select(node => $"{node.Name}: {node.Machine.Outline()}"), Cluster.Database.Outline()]);
}
