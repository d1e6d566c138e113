using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>A run in which the rules of the design's "Always true" are checked after every event.</summary>
internal sealed class CheckedRun
{
    private const int MostEvents = 40_000;

    private readonly Scenario _scenario;
    private readonly RotationRules _rotation;
    private readonly SchemaRules _schema;
    private readonly WidthRules _width;
    private readonly GrantRules _grants;
    private readonly ForeignRules _foreign;

    public CheckedRun(SimulatedCluster cluster, Scenario scenario, PeoplesDrains people)
    {
        (Cluster, _scenario) = (cluster, scenario);
        _rotation = new RotationRules(cluster, people);
        _schema = new SchemaRules(cluster, people);
        _width = new WidthRules(cluster, scenario);
        _grants = new GrantRules(cluster);
        _foreign = new ForeignRules(cluster, people);
    }

    public SimulatedCluster Cluster { get; }

    /// <summary>Goes on until the upgrade is ready or gone; a run that does neither is broken as well.</summary>
    public CheckedRun ToTheEnd()
    {
        while (!Cluster.Objects.IsReleased && !(Cluster.Is("Ready") && _scenario.Troubles.All(IsOver)))
        {
            if (Cluster.EventNumber > MostEvents)
            {
                Fail($"no end after {MostEvents} events: {Cluster.Condition("Ready")?.Message}");
            }

            Step();
        }

        if (_foreign.Leftover() is { } leftover)
        {
            Fail($"left behind at the end: {leftover}");
        }

        return this;
    }

    /// <summary>For comparing two runs. Not the load balancers: people do other things there when they find other things.</summary>
    public string Outline() => string.Join('\n', [.. Cluster.Nodes.Select(node => $"{node.Name}: {node.Machine.Outline()}"), Cluster.Database.Outline()]);

    private void Step()
    {
        _rotation.Before();
        Cluster.Step();
        if ((_rotation.Broken() ?? _schema.Broken() ?? _width.Broken() ?? _grants.Broken() ?? _foreign.Broken()) is { } broken)
        {
            Fail(broken);
        }
    }

    private bool IsOver(Trouble trouble) => Cluster.Now - Cluster.Start > TimeSpan.FromSeconds(trouble.At + 60);

    private void Fail(string what) => Assert.Fail($"{what}\n{_scenario}\n{Cluster.Transcript()}");
}
