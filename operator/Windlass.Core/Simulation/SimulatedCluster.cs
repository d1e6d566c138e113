using System.Collections.Immutable;
using Windlass.Core.Identities;

namespace Windlass.Core.Simulation;

/// <summary>
/// A whole cluster without a machine: the real planners over simulated nodes, load balancers and API objects, one event at a
/// time on a clock that stands still in between. The same settings give the same run. Not thread-safe.
/// </summary>
public sealed class SimulatedCluster
{
    /// <summary>Time from the end of an operator to the first pass of the next.</summary>
    private static readonly TimeSpan RestartTime = TimeSpan.FromSeconds(2);

    private readonly SeededChoice _choice;
    private readonly SimulationSettings _settings;
    private readonly List<SimulationEvent> _events = [];
    private readonly SimulatedUpgradeLoop _upgradeLoop;
    private readonly ImmutableArray<SimulatedNodeLoop> _nodeLoops;
    private readonly ImmutableArray<SimulatedActor> _actors;

    /// <summary>Puts a cluster together; nothing moves yet.</summary>
    /// <param name="objects">Its API objects.</param>
    /// <param name="nodes">Its nodes, one for each ClusterNode.</param>
    /// <param name="servers">Servers of its HAProxies, which run on every node with <c>spec.haproxy</c>.</param>
    /// <param name="settings">How the run goes.</param>
    /// <param name="start">Time at its beginning.</param>
    public SimulatedCluster(
        SimulatedObjects objects, ImmutableArray<SimulatedNode> nodes, ImmutableArray<SimulatedServer> servers, SimulationSettings settings, DateTimeOffset start)
    {
        (Objects, Nodes, Start, Now, _settings) = (objects, nodes, start, start, settings);
        _choice = new SeededChoice(settings.Seed);
        Balancers = new SimulatedBalancers(
            nodes.Where(node => node.Spec.Haproxy is not null).Select(node => node.Name), servers, name => Node(name.Value).IsReachable);
        _upgradeLoop = new SimulatedUpgradeLoop(this);
        _nodeLoops = [.. nodes.Select(node => new SimulatedNodeLoop(this, node))];
        _actors =
        [
            new PeopleAndFaults(this, settings.Happenings), _upgradeLoop, .. nodes.Select(node => new StepEnd(this, node)), new HealthChecks(this), .. _nodeLoops,
        ];
    }

    /// <summary>Time at the beginning.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>Time now.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>API objects.</summary>
    public SimulatedObjects Objects { get; }

    /// <summary>Nodes.</summary>
    public ImmutableArray<SimulatedNode> Nodes { get; }

    /// <summary>HAProxies.</summary>
    public SimulatedBalancers Balancers { get; }

    /// <summary>Databases.</summary>
    public SimulatedDatabase Database { get; } = new();

    /// <summary>What people would want to read about, oldest first.</summary>
    public IReadOnlyList<SimulationEvent> Events => _events;

    /// <summary>Events so far, also those that nobody would want to read about.</summary>
    public int EventNumber { get; private set; }

    /// <summary>Step that was begun or carried out in the last event; null: none.</summary>
    public SimulatedAct? Acted { get; internal set; }

    /// <summary>Step that ended on its node in the last event; null: none.</summary>
    public CompletedStep? Completed { get; internal set; }

    /// <summary>Lets exactly one thing happen; the clock moves on when nothing is due.</summary>
    public void Step()
    {
        var due = _actors.Min(actor => actor.Due)!.Value;
        Now = due > Now ? due : Now;
        (Acted, Completed) = (null, null);
        EventNumber++;
        _choice.Of([.. _actors.Where(actor => actor.Due <= Now)]).Act();
        Balancers.Listen(server => Nodes.Any(node => node.Spec.Address == server.Address && node.IsListening(server.Port)));
    }

    /// <summary>A node by name.</summary>
    /// <param name="name">Name of its ClusterNode.</param>
    public SimulatedNode Node(string name) => Nodes.First(node => node.Name == new NodeName(name));

    /// <summary>The operator is gone with everything it held in memory; after a moment another one begins.</summary>
    public void RestartOperator()
    {
        _upgradeLoop.Restart(RestartTime);
        foreach (var loop in _nodeLoops)
        {
            loop.Restart(RestartTime);
        }
    }

    /// <summary>The run as text, one line for each event.</summary>
    public string Transcript() => string.Join('\n', _events.Select(one => one.Line(Start))) + "\n";

    /// <summary>Everything but times, for comparing the ends of two runs.</summary>
    public string Outline() => string.Join('\n', [.. Nodes.Select(node => $"{node.Name}: {node.Machine.Outline()}"), Balancers.Outline(), Database.Outline()]);

    internal int NextLag() => _choice.Below(_settings.LongestLag + 1);

    internal void WakeNode(string name) => _nodeLoops.First(loop => loop.Node.Name.Value == name).Wake();

    internal void WakeUpgrade() => _upgradeLoop.Wake();

    internal void Tell(string subject, SimulationEventKind kind, string text) => _events.Add(new SimulationEvent(Now, subject, kind, text));
}
