using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Identities;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Reporting;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Queueing;
using Windlass.Nodes;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Working;

/// <summary>
/// The node loop, one node at a time: observe (the answer of a step ends with a look, which the next pass takes), ask the planner, report, run at
/// most one step. It needs nothing of the pass before, so a pass after a crash is like any other. One write for a step that goes well: what came of the last one, and what is about to be done.
/// </summary>
internal sealed partial class NodeReconciler(
    ClusterStores stores,
    NodePool nodes,
    OrderShelf orders,
    NodeSurvey survey,
    NodeSteps steps,
    OrderReports reports,
    NodeInventory inventory,
    DepartedNodes departed,
    TargetResolutions targets,
    UpgradeCheckRuns checks,
    TimeProvider time,
    ILogger<NodeReconciler> logger)
{
    /// <summary>Field manager of everything this loop writes.</summary>
    public const string Manager = "windlass-node";

    /// <summary>A node that did not answer, or whose step is lost from sight.</summary>
    private static readonly TimeSpan TroubleRecheck = TimeSpan.FromSeconds(5);

    /// <summary>A node that obeys a newer holder: we are about to learn that it is not ours any more.</summary>
    private static readonly TimeSpan RefusedRecheck = TimeSpan.FromSeconds(30);

    /// <summary>What people or other nodes may change about an idle node that matters to the run.</summary>
    private static readonly TimeSpan WaitingRecheck = TimeSpan.FromSeconds(15);

    /// <summary>An idle node: grants arrive by watch, this is for the inventory, and for what became of what an upgrade left. At least; see <see cref="IdleRecheck"/>.</summary>
    private static readonly TimeSpan InventoryRecheck = TimeSpan.FromMinutes(4);

    private readonly IdleConnections _idle = new();
    private readonly RecentLooks _looks = new();
    private readonly ConcurrentDictionary<ResourceKey, long> _tenures = new();

    /// <summary>Jittered: thousands of nodes that were woken together must not stay in step.</summary>
    private static TimeSpan IdleRecheck => InventoryRecheck * (1 + (Random.Shared.NextDouble() / 2));

    /// <summary>One pass over one ClusterNode.</summary>
    public async Task<Reconciled> ReconcileAsync(ResourceKey key, NodeTenure tenure, CancellationToken cancellation)
    {
        if (!_tenures.TryGetValue(key, out var before) || before != tenure.Token)
        {
            _tenures[key] = tenure.Token;
            _looks.Forget(key);
        }

        var looked = await orders.CurrentAsync(key, cancellation).ConfigureAwait(false);
        if (looked is OrderOutcome.Unknown unknown)
        {
            return new Reconciled.Failed(unknown.Message);
        }

        var order = looked is OrderOutcome.Found current ? reports.Newest(current.Order) : null;
        if (!stores.Nodes.Current.TryGet(key, out var node))
        {
            await nodes.ForgetAsync(key).ConfigureAwait(false);
            Leave(key);
            return order is null ? new Reconciled.Done() : await departed.GiveBackAsync(order, tenure, cancellation).ConfigureAwait(false);
        }

        return await nodes.GetAsync(node, cancellation).ConfigureAwait(false) switch
        {
            PoolOutcome.Found found => await LookAsync(found.Node, node, order, tenure, cancellation).ConfigureAwait(false),
            PoolOutcome.Unusable unusable => await UnreachableAsync(node, order, "SecretUnusable", unusable.Message, tenure, cancellation).ConfigureAwait(false),
            PoolOutcome.Unknown silent => new Reconciled.Failed(silent.Message),
            _ => throw new InvalidOperationException("closed set"),
        };
    }

    /// <summary>The node is gone, or another replica's: what was remembered of it makes room.</summary>
    public void Leave(ResourceKey key)
    {
        _idle.Forget(key);
        _looks.Forget(key);
        _tenures.TryRemove(key, out _);
        targets.Forget(key);
        checks.Forget(key);
    }

    private async Task<Reconciled> LookAsync(INode machine, ClusterNode node, NodeUpgrade? order, NodeTenure tenure, CancellationToken cancellation)
    {
        // At the same time: a pass is as long as the slower of the two.
        var reading = survey.BalancersAsync(node, order, cancellation);
        var looking = ObserveAsync(machine, node, order, cancellation);
        await Task.WhenAll(reading, looking).ConfigureAwait(false);
        var (readings, observed) = (await reading.ConfigureAwait(false), await looking.ConfigureAwait(false));
        if (observed is not ObserveOutcome.Observed { Observation: var observation })
        {
            var failure = ((ObserveOutcome.Failed)observed).Failure;
            if (failure.Kind == NodeFailureKind.AuthenticationFailed)
            {
                // The Secret may have been changed since: read it again.
                await nodes.ForgetAsync(ResourceKey.Of(node)).ConfigureAwait(false);
            }

            return await UnreachableAsync(node, order, failure.Kind.ToString(), failure.Message, tenure, cancellation).ConfigureAwait(false);
        }

        var release = ReleaseRecognition.Recognise(orders.Releases(node.Metadata.Namespace ?? ""), observation.Packages);
        await inventory.ReportAsync(node, observation, release, cancellation).ConfigureAwait(false);
        if (order is null || orders.Target(order) is not { } target)
        {
            targets.Forget(ResourceKey.Of(node));
            checks.Forget(ResourceKey.Of(node));
            return await RestAsync(machine, node, IdleRecheck, cancellation).ConfigureAwait(false);
        }

        var view = survey.View(node, order, target, observation, release, readings);
        if (orders.IsChecked(order, PreflightCheck.TargetResolves))
        {
            if (await targets.OfAsync(ResourceKey.Of(node), machine, view, cancellation).ConfigureAwait(false) is not TargetAnswer.Known known)
            {
                _looks.Keep(ResourceKey.Of(node), observation);
                return new Reconciled.RequeueAfter(TargetResolutions.RoomRecheck);
            }

            view = view with { Resolution = known.Resolution };
        }

        if (await checks.SeenAsync(order, machine, view, cancellation).ConfigureAwait(false) is not { } seen)
        {
            _looks.Keep(ResourceKey.Of(node), observation);
            return new Reconciled.RequeueAfter(UpgradeCheckRuns.TurnRecheck);
        }

        return await ActAsync(machine, node, order, seen, tenure, cancellation).ConfigureAwait(false);
    }

    private async Task<ObserveOutcome> ObserveAsync(INode machine, ClusterNode node, NodeUpgrade? order, CancellationToken cancellation)
    {
        var request = survey.Request(node, order);
        return _looks.Take(ResourceKey.Of(node), time.GetUtcNow()) is { } recent && request.IsAnsweredBy(recent)
            ? new ObserveOutcome.Observed(recent)
            : await machine.ObserveAsync(request, cancellation).ConfigureAwait(false);
    }

    private async Task<Reconciled> ActAsync(
        INode machine, ClusterNode node, NodeUpgrade order, NodeView view, NodeTenure tenure, CancellationToken cancellation)
    {
        var plan = NodePlanner.Decide(view, time.GetUtcNow());
        var checks = order.Spec.Grants.IsEmpty ? Preflight.Check(view) : Preflight.StillTold(order.Status);
        var now = time.GetUtcNow();
        var status = NodeReport.Of(view, plan, checks, order.Status, order.Metadata.Generation ?? 0, now);
        if (plan.Decision is NodeDecision.Run { Step: NodeStep.Drain drain })
        {
            // Ownership is written before the first server is touched.
            status = status with { Drains = NodeReport.DrainsOf(DrainClaims.Of(view, drain)) };
        }

        status = NodeAspects.AddTo(status, view, plan, order.Status, now);
        var writing = plan.Decision is NodeDecision.Run
            ? await reports.WriteClaimedAsync(order, status, tenure, cancellation).ConfigureAwait(false)
            : await reports.WriteAsync(order, status, tenure, cancellation).ConfigureAwait(false);
        if (writing is not OrderWriting.Stored { Order: var written })
        {
            return AfterFailure(((OrderWriting.Refused)writing).Failure);
        }

        switch (plan.Decision)
        {
            case NodeDecision.Run run:
                return await RunAsync(machine, node, written, view, run, tenure, cancellation).ConfigureAwait(false);
            case NodeDecision.Wait wait:
                return new Reconciled.RequeueAfter(wait.Recheck);
            case NodeDecision.Idle:
                // After the end nobody waits for what a check would find.
                var mayChange = (!checks.IsEmpty && !view.IsRunOver) || (node.Spec.Haproxy is not null && orders.IsUpgrading(node.Metadata.Namespace ?? ""));
                return await RestAsync(machine, node, mayChange ? WaitingRecheck : IdleRecheck, cancellation).ConfigureAwait(false);
            default:
                throw new InvalidOperationException("closed set");
        }
    }

    private async Task<Reconciled> RunAsync(
        INode machine, ClusterNode node, NodeUpgrade order, NodeView view, NodeDecision.Run run, NodeTenure tenure, CancellationToken cancellation)
    {
        LogStep(logger, view.Node, StepIds.TitleOf(run.Step), run.Attempt);
        var fence = new Fence(order.Status!.Fence);
        var result = await steps.RunAsync(
            machine, order.Metadata.Namespace ?? "", view with { Drains = NodeReport.RecordsOf(order.Status) }, run, fence, survey.Request(node, order),
            servers => reports.TellDrainLost(order, servers), cancellation).ConfigureAwait(false);
        if (result.Observation is { } seen)
        {
            _looks.Keep(ResourceKey.Of(node), seen);
        }

        return await SettleAsync(order, run, result, tenure, cancellation).ConfigureAwait(false);
    }

    /// <summary>Tells what came of a step. What went wrong must not wait for the node to answer again; what went well is written by the next pass, which comes at once.</summary>
    private async Task<Reconciled> SettleAsync(NodeUpgrade order, NodeDecision.Run run, StepResult result, NodeTenure tenure, CancellationToken cancellation)
    {
        var (kind, name, status) = (StepIds.KindOf(run.Step), new NodeName(order.Spec.NodeName), order.Status!);
        reports.Measure(order, status, kind, result);
        switch (result)
        {
            case StepResult.Done done:
                reports.Keep(order, status with { StepsRun = status.StepsRun + 1, LastProgressTime = time.GetUtcNow(), Drains = NodeReport.DrainsOf(done.Drains) });
                return new Reconciled.RequeueAfter(TimeSpan.Zero);
            case StepResult.Failed failed:
                LogFailed(logger, name, kind, failed.ExitCode, failed.Output);
                status = status with
                {
                    StepsRun = status.StepsRun + 1,
                    LastFailure = new FailedCommand { Step = kind, ExitCode = failed.ExitCode, Output = Tail(failed.Output), Time = time.GetUtcNow() },
                };
                break;
            case StepResult.NotYet notYet:
                status = status with { Drains = NodeReport.DrainsOf(notYet.Drains) };
                break;
            case StepResult.Lost lost:
                LogLost(logger, name, kind, lost.Message);
                return new Reconciled.RequeueAfter(TroubleRecheck);
            case StepResult.Refused refused:
                LogLost(logger, name, kind, refused.Message);
                return new Reconciled.RequeueAfter(RefusedRecheck);
            default:
                throw new InvalidOperationException("closed set");
        }

        return await reports.WriteAsync(order, status, tenure, cancellation).ConfigureAwait(false) is OrderWriting.Refused refusal
            ? AfterFailure(refusal.Failure)
            : new Reconciled.RequeueAfter(TimeSpan.Zero);
    }

    private async Task<Reconciled> RestAsync(INode machine, ClusterNode node, TimeSpan recheck, CancellationToken cancellation)
    {
        if (KeepsConnection(node))
        {
            return new Reconciled.RequeueAfter(recheck < IdleConnections.Linger ? recheck : IdleConnections.Linger);
        }

        await machine.DisconnectAsync(cancellation).ConfigureAwait(false);
        return new Reconciled.RequeueAfter(recheck);
    }

    private bool KeepsConnection(ClusterNode node)
    {
        var (key, now) = (ResourceKey.Of(node), time.GetUtcNow());
        if (!orders.IsUpgrading(node.Metadata.Namespace ?? ""))
        {
            return _idle.KeepAfterwards(key, now);
        }

        if (node.Spec.Haproxy is null)
        {
            return _idle.KeepForItsTurn(key, now);
        }

        _idle.Use(key, now);
        return true;
    }

    private async Task<Reconciled> UnreachableAsync(
        ClusterNode node, NodeUpgrade? order, string reason, string message, NodeTenure tenure, CancellationToken cancellation)
    {
        await inventory.ReportUnreachableAsync(node, reason, message, cancellation).ConfigureAwait(false);
        if (order is not null)
        {
            var now = time.GetUtcNow();
            var status = NodeAspects.AddUnknown(NodeReport.Unreachable(reason, message, order, now), order.Status, now);
            await reports.WriteAsync(order, status, tenure, cancellation).ConfigureAwait(false);
        }

        return new Reconciled.RequeueAfter(TroubleRecheck);
    }

    /// <summary>An order that is gone was deleted with its upgrade: that is no failure, the next pass sees a node without one.</summary>
    private static Reconciled AfterFailure(ApiFailure failure) =>
        failure is ApiFailure.NotFound ? new Reconciled.RequeueAfter(TroubleRecheck) : new Reconciled.Failed(failure.Message);

    private static string Tail(string output) => output.Length <= 2000 ? output : output[^2000..];
}
