using System.Collections.Immutable;
using System.Globalization;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>One thing that goes wrong at a time of a run.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">Seconds from the beginning.</param>
/// <param name="Where">Which node, server or unit, by number.</param>
internal sealed record Trouble(TroubleKind Kind, int At, int Where)
{
    /// <summary>Longer than the shorter of the waits for progress.</summary>
    private const int LongSeconds = 120;

    public static Trouble Of(SeededChoice choice, ImmutableArray<TroubleKind> kinds, int seconds) =>
        new(kinds[choice.Below(kinds.Length)], choice.Below(seconds), choice.Below(101));

    /// <summary>When it is over for sure.</summary>
    public TimeSpan End => TimeSpan.FromSeconds(At + (IsLong ? LongSeconds + 60 : 60));

    private bool IsLong => Kind is TroubleKind.NodeIsAwayForLong or TroubleKind.StepHangs or TroubleKind.ServicesNeverGetHealthy;

    public IEnumerable<Happening> Happenings(Scenario scenario, PeoplesDrains drains) => Kind switch
    {
        TroubleKind.OperatorRestarts => [Once("the operator restarts", cluster => cluster.RestartOperator())],
        TroubleKind.NodeDoesNotAnswer =>
        [
            Once($"node {Where} stops answering", cluster => Node(cluster).IsReachable = false),
            Once($"node {Where} answers again", cluster => Node(cluster).IsReachable = true, later: 25),
        ],
        TroubleKind.StepFails => [Once($"a step on node {Where} will fail", cluster => Node(cluster).Expect(new StepFault("", StepHarm.Fails)))],
        TroubleKind.StepFailsAfterwards => [Once($"a step on node {Where} will fail after its work", cluster => Node(cluster).Expect(new StepFault("", StepHarm.FailsAfterwards)))],
        TroubleKind.StepCrashes => [Once($"a step on node {Where} will be killed", cluster => Node(cluster).Expect(new StepFault("", StepHarm.Crashes)))],
        TroubleKind.PackagesHalfDone => [Once($"an install on node {Where} will be cut off", cluster => Node(cluster).Expect(new StepFault("Install", StepHarm.LeavesPackagesHalfDone)))],
        TroubleKind.HAProxyReloads => [Once($"HAProxy {Where} reloads", cluster => drains.Reload(cluster, Instance(scenario)))],
        // Of two, the other one could never go: the floor rightly keeps it, and the run has no end.
        TroubleKind.PeopleDrain when scenario.Controllers > 2 => [Once($"people drain server {Where}", cluster => drains.TakeOut(cluster, Instance(scenario), Server(scenario), AdminState.Drain))],
        TroubleKind.PeopleDrain or TroubleKind.PeopleDrainForAWhile =>
        [
            Once($"people drain server {Where}", cluster => drains.TakeOut(cluster, Instance(scenario), Server(scenario), AdminState.Maintenance)),
            Once($"people give server {Where} back", cluster => drains.GiveBack(cluster, Instance(scenario), Server(scenario)), later: 30),
        ],
        TroubleKind.UnitDisabled => scenario.Components.Contains("nova")
            ? [new Happening(TimeSpan.Zero, $"nova-conductor is disabled on ctl{Controller(scenario)}", cluster => cluster.Disable($"ctl{Controller(scenario)}", "nova-conductor.service"))]
            : [],
        TroubleKind.PuppetOff => [new Happening(TimeSpan.Zero, $"puppet is off on node {Where}", cluster => cluster.Disable(Node(cluster).Name.Value, "puppet.service"))],
        TroubleKind.Paused => Pause(new PauseRequest { Requester = "ops", Reason = "lunch" }),
        TroubleKind.RolePaused => Pause(new PauseRequest { Requester = "ops", Reason = "lunch", Role = Where % 2 == 0 ? "controller" : "compute" }),
        TroubleKind.NodePaused => Pause(new PauseRequest { Requester = "ops", Reason = "lunch", Node = $"ctl{Controller(scenario)}" }),
        TroubleKind.AptLocked =>
        [
            Once($"unattended-upgrades runs on node {Where}", cluster => Lock(cluster, "unattended-upgr")),
            Once($"unattended-upgrades ends on node {Where}", cluster => Lock(cluster, null), later: 20),
        ],
        TroubleKind.AddressMoves => [Once($"the floating address moves to ctl{Controller(scenario)}", cluster => MoveAddress(cluster, $"ctl{Controller(scenario)}"))],
        TroubleKind.OperatorClockJumps => [Once($"the operator's clock jumps by {Jump} s", cluster => cluster.OperatorClockError += TimeSpan.FromSeconds(Jump))],
        TroubleKind.NodeClockJumps => [Once($"the clock of node {Where} jumps by {Jump} s", cluster => Node(cluster).ClockError += TimeSpan.FromSeconds(Jump))],
        TroubleKind.Conflicts => [Once($"{1 + (Where % 3)} writes are refused", cluster => cluster.Objects.Conflicts += 1 + (Where % 3))],
        TroubleKind.ConnectionLostInMidStep => [Once($"a step on node {Where} will lose its connection", cluster => Node(cluster).Expect(new StepFault("", StepHarm.LosesConnection)))],
        TroubleKind.NodeReboots =>
        [
            Once($"node {Where} goes down", cluster => drains.Reboot(cluster, Node(cluster))),
            Once($"node {Where} has booted", cluster => Node(cluster).IsReachable = true, later: 20),
        ],
        TroubleKind.GatePressed =>
        [
            Once("the message bus is under water", cluster => cluster.Gates.Press(Scenario.Gate)),
            Once("the message bus is well again", cluster => cluster.Gates.Release(Scenario.Gate), later: 20 + (Where % 40)),
        ],
        TroubleKind.WindowCloses => [Once("the maintenance window closes for some minutes", cluster => cluster.Objects.Declare(cluster.Objects.Upgrade.Spec with { MaintenanceWindows = [LaterToday(cluster.OperatorNow)] }))],
        TroubleKind.NodeIsAwayForLong =>
        [
            Once($"node {Where} stops answering", cluster => Node(cluster).IsReachable = false),
            Once($"node {Where} answers again", cluster => Node(cluster).IsReachable = true, later: LongSeconds),
        ],
        TroubleKind.StepKeepsFailing => [Once($"the next six steps on node {Where} will fail", cluster => Repeat(6, () => Node(cluster).Expect(new StepFault("", StepHarm.Fails))))],
        TroubleKind.StepHangs => [Once($"a step on node {Where} will hang", cluster => Node(cluster).Expect(new StepFault("", StepHarm.Hangs)))],
        TroubleKind.ServicesNeverGetHealthy =>
        [
            Once($"whatever starts on node {Where} accepts no connection", cluster => drains.Deafen(cluster, Node(cluster), isDeaf: true)),
            Once($"it does again on node {Where}", cluster => drains.Deafen(cluster, Node(cluster), isDeaf: false), later: LongSeconds),
        ],
        TroubleKind.SessionsLast =>
        [
            Once($"{Server(scenario)} has sessions that last", cluster => cluster.Balancers[Instance(scenario)].SetSessions(Server(scenario), 3)),
            Once($"the sessions of {Server(scenario)} end", cluster => cluster.Balancers[Instance(scenario)].SetSessions(Server(scenario), 0), later: 20 + Where),
        ],
        TroubleKind.Aborted => [Once("the upgrade is aborted", cluster => cluster.Objects.Declare(cluster.Objects.Upgrade.Spec with { Abort = true }))],
        TroubleKind.Deleted => [Once("the upgrade is deleted", cluster => cluster.Objects.Delete(cluster.Now))],
        _ => throw new InvalidOperationException($"{Kind} has no happenings"),
    };

    /// <summary>From a minute back to an hour ahead.</summary>
    private int Jump => (Where % 4) switch { 0 => -60, 1 => -3, 2 => 90, _ => 3600 };

    private int Controller(Scenario scenario) => 1 + (Where % scenario.Controllers);

    private ServerRef Server(Scenario scenario) => new(scenario.Components[Where / 3 % Math.Min(3, scenario.Components.Length)], $"ctl{Controller(scenario)}");

    private NodeName Instance(Scenario scenario) => new($"ctl{1 + (Where / 9 % scenario.Controllers)}");

    private Happening[] Pause(PauseRequest request) =>
    [
        Once($"ops asks for a pause of {(request.Role.Length > 0 ? request.Role : request.Node.Length > 0 ? request.Node : "all")}", cluster => cluster.Objects.Declare(cluster.Objects.Upgrade.Spec with { PauseRequests = [request] })),
        Once("ops takes the pause back", cluster => cluster.Objects.Declare(cluster.Objects.Upgrade.Spec with { PauseRequests = [] }), later: 40),
    ];

    /// <summary>Long enough that no jump of the clock misses it.</summary>
    private static MaintenanceWindow LaterToday(DateTimeOffset now) =>
        new() { Start = Clock(now.AddMinutes(2)), End = Clock(now.AddMinutes(2).AddHours(12)), LastStartMinutes = 1 };

    private static string Clock(DateTimeOffset time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static void MoveAddress(SimulatedCluster cluster, string node)
    {
        foreach (var one in cluster.Nodes)
        {
            one.FloatingAddress = one.Name.Value == node ? "10.77.0.10" : null;
        }
    }

    private Happening Once(string text, Action<SimulatedCluster> act, int later = 0) => new(TimeSpan.FromSeconds(At + later), text, act);

    private SimulatedNode Node(SimulatedCluster cluster) => cluster.Nodes[Where % cluster.Nodes.Length];

    private static void Repeat(int times, Action act)
    {
        for (var i = 0; i < times; i++)
        {
            act();
        }
    }

    private void Lock(SimulatedCluster cluster, string? holder) => Node(cluster).Machine = Node(cluster).Machine with { LockHolder = holder };
}
