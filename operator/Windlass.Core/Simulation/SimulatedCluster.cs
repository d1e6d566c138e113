using System.Collections.Immutable;

namespace Windlass.Core.Simulation;

/// <summary>
/// A whole cluster without a machine: the real planners over simulated nodes, load balancers and API objects, one event at a
/// time on a clock that stands still in between. The same settings give the same run. Not thread-safe.
/// </summary>
public sealed class SimulatedCluster
{
    /// <summary>Time from the end of an operator to the first pass of the next.</summary>
    private static readonly TimeSpan RestartTime = TimeSpan.FromSeconds(2);

    /// <summary>Polls are passed over for so long at most: then one is carried out, though it should find nothing.</summary>
    private static readonly TimeSpan LongestQuiet = TimeSpan.FromSeconds(30);

    private readonly SeededChoice _choice;
    private readonly SimulationSettings _settings;
    private readonly List<SimulationEvent> _events = [];
    private readonly SimulatedUpgradeLoop _upgradeLoop;
    private readonly ImmutableArray<SimulatedNodeLoop> _nodeLoops;
    private readonly Agenda _agenda;
    private readonly SimulatedActor _faults;
    private readonly Dictionary<SimulatedNode, StepEnd> _stepEnds = [];
    private readonly ImmutableArray<SimulatedNode> _serving;
    private readonly List<SimulatedActor> _due = [];
    private readonly Dictionary<string, SimulatedNode> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatedNode> _byAddress = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatedNodeLoop> _loops = new(StringComparer.Ordinal);
    private int _listened = -1;

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
        foreach (var node in nodes)
        {
            _byName.Add(node.Name.Value, node);
            _byAddress.Add(node.Spec.Address, node);
        }

        Balancers = new SimulatedBalancers(
            nodes.Where(node => node.Spec.Haproxy is not null).Select(node => node.Name), servers, name => Node(name.Value).IsReachable);
        _upgradeLoop = new SimulatedUpgradeLoop(this);
        _nodeLoops = [.. nodes.Select(node => new SimulatedNodeLoop(this, node))];
        foreach (var loop in _nodeLoops)
        {
            _loops.Add(loop.Node.Name.Value, loop);
        }

        foreach (var node in nodes)
        {
            _stepEnds.Add(node, new StepEnd(this, node));
        }

        _serving = [.. servers.Select(server => server.Address).Distinct().Where(_byAddress.ContainsKey).Select(address => _byAddress[address])];
        _faults = new PeopleAndFaults(this, settings.Happenings);
        Gates = new SimulatedGates(this);
        _agenda = new Agenda([_faults, _upgradeLoop, Gates, .. nodes.Select(node => _stepEnds[node]), new HealthChecks(this), .. _nodeLoops]);
    }

    /// <summary>Time at the beginning.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>Time now.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>How far the operator's clock is ahead of the true time; negative: behind.</summary>
    public TimeSpan OperatorClockError { get; set; }

    /// <summary>The operator's time now.</summary>
    public DateTimeOffset OperatorNow => Now + OperatorClockError;

    /// <summary>API objects.</summary>
    public SimulatedObjects Objects { get; }

    /// <summary>Nodes.</summary>
    public ImmutableArray<SimulatedNode> Nodes { get; }

    /// <summary>HAProxies.</summary>
    public SimulatedBalancers Balancers { get; }

    /// <summary>Databases.</summary>
    public SimulatedDatabase Database { get; } = new();

    /// <summary>Grows with every change of any machine.</summary>
    public int MachineVersion
    {
        get
        {
            var sum = 0;
            foreach (var node in Nodes)
            {
                sum += node.MachineVersion;
            }

            return sum;
        }
    }

    /// <summary>What people would want to read about, oldest first.</summary>
    public IReadOnlyList<SimulationEvent> Events => _events;

    /// <summary>Events so far, also those that nobody would want to read about.</summary>
    public int EventNumber { get; private set; }

    /// <summary>Passes of the upgrade planner so far.</summary>
    public long UpgradeDecisions { get; internal set; }

    /// <summary>Decisions of the node planner so far.</summary>
    public long NodeDecisions { get; internal set; }

    /// <summary>Step that was begun or carried out in the last event; null: none.</summary>
    public SimulatedAct? Acted { get; internal set; }

    /// <summary>Step that ended on its node in the last event; null: none.</summary>
    public CompletedStep? Completed { get; internal set; }

    /// <summary>Lets exactly one thing happen; the clock moves on when nothing is due.</summary>
    public void Step()
    {
        (Acted, Completed) = (null, null);
        EventNumber++;
        var next = Next();
        for (var quiet = Now + LongestQuiet; Now < quiet && next.PassOver();)
        {
            _agenda.Renew(next);
            next = Next();
        }

        next.Act();
        Renew(next);
        Listen();
    }

    /// <summary>Whoever is due first; of several, one by the seed. What is due by now is due now: no order among those.</summary>
    private SimulatedActor Next()
    {
        DateTimeOffset earliest;
        do
        {
            var first = _agenda.Earliest ?? DateTimeOffset.MaxValue;
            earliest = first > Now ? first : Now;
        }
        while (!_agenda.Collect(earliest, _due));

        Now = earliest;
        return _choice.Of(_due);
    }

    /// <summary>Who has acted moves at another time, and so does the end of a step that was begun; people may have done anything.</summary>
    private void Renew(SimulatedActor acted)
    {
        if (acted == _faults)
        {
            _agenda.RenewAll();
            return;
        }

        _agenda.Renew(acted);
        if (acted is SimulatedNodeLoop loop)
        {
            _agenda.Renew(_stepEnds[loop.Node]);
        }
    }

    /// <summary>Tells the HAProxies what listens, where that may have changed.</summary>
    private void Listen()
    {
        var version = 0;
        foreach (var node in _serving)
        {
            version += node.MachineVersion;
        }

        if (version != _listened)
        {
            _listened = version;
            Balancers.Listen(server => _byAddress.TryGetValue(server.Address, out var node) && node.IsListening(server.Port));
        }
    }

    /// <summary>A node by name.</summary>
    /// <param name="name">Name of its ClusterNode.</param>
    public SimulatedNode Node(string name) => _byName[name];

    /// <summary>The operator is gone with everything it held in memory; after a moment another one begins.</summary>
    public void RestartOperator()
    {
        Sabotage?.Begin();
        _upgradeLoop.Restart(RestartTime);
        Gates.Restart();
        foreach (var loop in _nodeLoops)
        {
            loop.Restart(RestartTime);
        }

        _agenda.RenewAll();
    }

    /// <summary>The run as text, one line for each event.</summary>
    public string Transcript() => string.Join('\n', _events.Select(one => one.Line(Start))) + "\n";

    /// <summary>Everything but times, for comparing the ends of two runs.</summary>
    public string Outline() => string.Join('\n', [.. Nodes.Select(node => $"{node.Name}: {node.Machine.Outline()}"), Balancers.Outline(), Database.Outline()]);

    internal SimulatedGates Gates { get; }

    internal Sabotage? Sabotage => _settings.Sabotage;

    internal int NextLag() => _choice.Below(_settings.LongestLag + 1);

    internal StepTimes Times => _settings.Times;

    internal bool IsUndisturbed => _settings.IsUndisturbed;

    internal bool IsWokenByNewsOnly => _settings.IsUndisturbed || _settings.IsWokenByNewsOnly;

    internal bool KeepsTimelines => _settings.KeepsTimelines;

    internal void WakeNode(string name)
    {
        _loops[name].Wake();
        _agenda.Renew(_loops[name]);
    }

    internal void WakeUpgrade()
    {
        _upgradeLoop.Wake();
        _agenda.Renew(_upgradeLoop);
    }

    internal void AskGates(ImmutableArray<string> gates)
    {
        if (!gates.IsEmpty)
        {
            Gates.Ask(gates);
            _agenda.Renew(Gates);
        }
    }

    internal void Tell(string subject, SimulationEventKind kind, string text)
    {
        if (!IsUndisturbed)
        {
            _events.Add(new SimulationEvent(Now, subject, kind, text));
        }
    }
}
