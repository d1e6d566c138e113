using CsCheck;
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
    private static readonly string[] Backends = ["keystone", "glance", "nova"];

    public static Gen<Trouble> Any(params TroubleKind[] kinds) =>
        Gen.Select(Gen.Int[0, kinds.Length - 1].Select(index => kinds[index]), Gen.Int[0, 220], Gen.Int[0, 100], (kind, at, where) => new Trouble(kind, at, where));

    public IEnumerable<Happening> Happenings(ClusterUpgradeSpec spec, PeoplesDrains drains) => Kind switch
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
        TroubleKind.HAProxyReloads => [Once($"HAProxy {Where} reloads", cluster => drains.Reload(cluster, Instance))],
        TroubleKind.PeopleDrain => [Once($"people drain server {Where}", cluster => drains.TakeOut(cluster, Instance, Server, AdminState.Drain))],
        TroubleKind.PeopleDrainForAWhile =>
        [
            Once($"people drain server {Where}", cluster => drains.TakeOut(cluster, Instance, Server, AdminState.Maintenance)),
            Once($"people give server {Where} back", cluster => drains.GiveBack(cluster, Instance, Server), later: 30),
        ],
        TroubleKind.UnitDisabled => [new Happening(TimeSpan.Zero, $"nova-conductor is disabled on ctl{Controller}", cluster => cluster.Disable($"ctl{Controller}", "nova-conductor.service"))],
        TroubleKind.PuppetOff => [new Happening(TimeSpan.Zero, $"puppet is off on node {Where}", cluster => cluster.Disable(Node(cluster).Name.Value, "puppet.service"))],
        TroubleKind.Paused =>
        [
            Once("ops asks for a pause", cluster => cluster.Objects.Declare(spec with { PauseRequests = [new PauseRequest { Requester = "ops", Reason = "lunch" }] })),
            Once("ops takes the pause back", cluster => cluster.Objects.Declare(spec), later: 40),
        ],
        TroubleKind.AptLocked =>
        [
            Once($"unattended-upgrades runs on node {Where}", cluster => Lock(cluster, "unattended-upgr")),
            Once($"unattended-upgrades ends on node {Where}", cluster => Lock(cluster, null), later: 20),
        ],
        TroubleKind.Deleted => [Once("the upgrade is deleted", cluster => cluster.Objects.Delete(cluster.Now))],
        _ => throw new InvalidOperationException($"{Kind} has no happenings"),
    };

    private int Controller => 1 + (Where % 3);

    private ServerRef Server => new(Backends[Where / 3 % 3], $"ctl{Controller}");

    private Happening Once(string text, Action<SimulatedCluster> act, int later = 0) => new(TimeSpan.FromSeconds(At + later), text, act);

    private SimulatedNode Node(SimulatedCluster cluster) => cluster.Nodes[Where % cluster.Nodes.Length];

    private NodeName Instance => new($"ctl{1 + (Where / 9 % 3)}");

    private void Lock(SimulatedCluster cluster, string? holder) => Node(cluster).Machine = Node(cluster).Machine with { LockHolder = holder };
}
