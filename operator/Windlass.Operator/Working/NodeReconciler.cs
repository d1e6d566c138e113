using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Windlass.Core.Api;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Identities;
using Windlass.Core.Observation;
using Windlass.Core.Planning;
using Windlass.Core.Reporting;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Queueing;
using Windlass.Nodes;
using Windlass.Operator.Metrics;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Working;

/// <summary>
/// The node loop, one node at a time: observe, ask the planner, report, run at most one step. It starts from nothing on every
/// pass, so a pass after a crash is like any other.
/// </summary>
internal sealed partial class NodeReconciler(
    IClusterApi api,
    ClusterStores stores,
    NodePool nodes,
    LoadBalancerPool balancers,
    NodeSteps steps,
    NodeInventory inventory,
    WindlassMetrics metrics,
    TimeProvider time,
    ILogger<NodeReconciler> logger)
{
    /// <summary>Field manager of everything this loop writes.</summary>
    public const string Manager = "windlass-node";

    private static readonly TimeSpan UnreachableRecheck = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WaitingRecheck = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan InventoryRecheck = TimeSpan.FromMinutes(5);

    /// <summary>One pass over one ClusterNode.</summary>
    public async Task<Reconciled> ReconcileAsync(ResourceKey key, Fence fence, CancellationToken cancellation)
    {
        if (!stores.Nodes.Current.TryGet(key, out var node))
        {
            await nodes.ForgetAsync(key).ConfigureAwait(false);
            return new Reconciled.Done();
        }

        // Read from the server, not from the copy: what we wrote a moment ago (drain records) must be in it.
        var order = await CurrentOrderAsync(key, cancellation).ConfigureAwait(false);
        if (await nodes.GetAsync(node, cancellation).ConfigureAwait(false) is not PoolOutcome.Found { Node: var machine } found)
        {
            return await UnreachableAsync(node, order, new NodeFailure(NodeFailureKind.AuthenticationFailed, "its SSH key cannot be read"), cancellation).ConfigureAwait(false);
        }

        var observed = await machine.ObserveAsync(Request(node, order), cancellation).ConfigureAwait(false);
        if (observed is not ObserveOutcome.Observed { Observation: var observation })
        {
            return await UnreachableAsync(node, order, ((ObserveOutcome.Failed)observed).Failure, cancellation).ConfigureAwait(false);
        }

        var release = ReleaseRecognition.Recognise(Releases(key.Namespace), observation.Packages);
        await inventory.ReportAsync(node, observation, release, cancellation).ConfigureAwait(false);
        if (order is null || Target(order) is not { } target)
        {
            return new Reconciled.RequeueAfter(InventoryRecheck);
        }

        var view = await ViewAsync(node, order, target, observation, release, cancellation).ConfigureAwait(false);
        return await ActAsync(machine, order, view, fence, cancellation).ConfigureAwait(false);
    }

    private async Task<Reconciled> ActAsync(INode machine, NodeUpgrade order, NodeView view, Fence fence, CancellationToken cancellation)
    {
        var plan = NodePlanner.Decide(view, time.GetUtcNow());
        var checks = order.Spec.Grants.IsEmpty ? Preflight.Check(view) : [];
        var status = NodeReport.Of(view, plan, checks, order.Status, order.Metadata.Generation ?? 0, time.GetUtcNow());
        if (plan.Decision is NodeDecision.Run { Step: NodeStep.Drain drain })
        {
            // Ownership is written before the first server is touched.
            status = status with { Drains = NodeReport.DrainsOf(DrainClaims.Of(view, drain)) };
        }

        if (await WriteStatusAsync(order, status, cancellation).ConfigureAwait(false) is { } failure)
        {
            return new Reconciled.Failed(failure.Message);
        }

        MeasureRotation(order, status);
        switch (plan.Decision)
        {
            case NodeDecision.Run run:
                LogStep(logger, view.Node, StepIds.KindOf(run.Step), StepIds.ComponentOf(run.Step), run.Attempt);
                var result = await steps.RunAsync(machine, order.Metadata.Namespace ?? "", view with { Drains = NodeReport.RecordsOf(status) }, run, fence, cancellation).ConfigureAwait(false);
                return await SettleAsync(order, status, run, result, cancellation).ConfigureAwait(false);
            case NodeDecision.Wait wait:
                return new Reconciled.RequeueAfter(wait.Recheck);
            case NodeDecision.Idle:
                return new Reconciled.RequeueAfter(WaitingRecheck);
            default:
                throw new InvalidOperationException("closed set");
        }
    }

    /// <summary>Folds the result of a step into the status. The next pass writes it together with what it observes, unless it must not be lost.</summary>
    private async Task<Reconciled> SettleAsync(NodeUpgrade order, NodeUpgradeStatus status, NodeDecision.Run run, StepResult result, CancellationToken cancellation)
    {
        var kind = StepIds.KindOf(run.Step);
        Measure(order, status, kind, result);
        switch (result)
        {
            case StepResult.Done done:
                status = status with { StepsRun = status.StepsRun + 1, LastProgressTime = time.GetUtcNow(), Drains = NodeReport.DrainsOf(done.Drains) };
                break;
            case StepResult.Failed failed:
                LogFailed(logger, new NodeName(order.Spec.NodeName), kind, failed.ExitCode, failed.Output);
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
                LogLost(logger, new NodeName(order.Spec.NodeName), kind, lost.Message);
                return new Reconciled.RequeueAfter(TimeSpan.FromSeconds(1));
            default:
                throw new InvalidOperationException("closed set");
        }

        return await WriteStatusAsync(order, status, cancellation).ConfigureAwait(false) is { } failure
            ? new Reconciled.Failed(failure.Message)
            : new Reconciled.RequeueAfter(TimeSpan.Zero);
    }

    private void Measure(NodeUpgrade order, NodeUpgradeStatus status, string kind, StepResult result)
    {
        var labels = new StepLabels(order.Metadata.Namespace ?? "", order.Spec.UpgradeName, order.Spec.Role, kind);
        var duration = time.GetUtcNow() - (status.Step?.StartTime ?? time.GetUtcNow());
        switch (result)
        {
            case StepResult.Done:
                metrics.StepEnded(labels, "success", "", duration);
                break;
            case StepResult.Failed:
                metrics.StepEnded(labels, "failure", "ExitCode", duration);
                break;
            case StepResult.Lost:
                metrics.StepEnded(labels, "unreachable", "Lost", duration);
                break;
        }
    }

    /// <summary>A drain has no end of its own: it is over when the planner wants the next step on the way out of rotation.</summary>
    private void MeasureRotation(NodeUpgrade order, NodeUpgradeStatus status)
    {
        var isLeftBehind = order.Status?.Step is { Name: "Drain" or "Isolate" } && status.Step is { Name: not "Restore" };
        if (isLeftBehind && order.Status!.Step!.Name != status.Step!.Name)
        {
            var labels = new StepLabels(order.Metadata.Namespace ?? "", order.Spec.UpgradeName, order.Spec.Role, order.Status.Step.Name);
            metrics.StepEnded(labels, "success", "", time.GetUtcNow() - order.Status.Step.StartTime);
        }
    }

    private async Task<Reconciled> UnreachableAsync(ClusterNode node, NodeUpgrade? order, NodeFailure failure, CancellationToken cancellation)
    {
        if (failure.Kind == NodeFailureKind.AuthenticationFailed)
        {
            // The Secret may have been changed since: read it again.
            await nodes.ForgetAsync(ResourceKey.Of(node)).ConfigureAwait(false);
        }

        await inventory.ReportUnreachableAsync(node, failure, cancellation).ConfigureAwait(false);
        if (order is not null)
        {
            var status = NodeReport.Unreachable(failure.Kind.ToString(), failure.Message, order.Status, order.Metadata.Generation ?? 0, time.GetUtcNow());
            await WriteStatusAsync(order, status, cancellation).ConfigureAwait(false);
        }

        return new Reconciled.RequeueAfter(UnreachableRecheck);
    }

    private async Task<NodeView> ViewAsync(
        ClusterNode node, NodeUpgrade order, Core.Api.Releases.ClusterRelease target, NodeObservation observation, string? release, CancellationToken cancellation)
    {
        var serves = target.Spec.Components.Any(component => component.ControlPlane is { Backends.IsEmpty: false } plane && node.Spec.Roles.Contains(plane.Role));
        var drains = order.Status is { } status ? NodeReport.RecordsOf(status) : [];
        return new NodeView
        {
            Node = new NodeName(node.Metadata.Name),
            Spec = node.Spec,
            Order = order.Spec,
            Release = target.Spec,
            SkipComponents = stores.Upgrades.Current.TryGet(node.Metadata.Namespace ?? "", order.Spec.UpgradeName, out var upgrade) ? upgrade.Spec.SkipComponents : [],
            RecognisedRelease = release,
            Observation = observation,
            LoadBalancers = serves || !drains.IsEmpty ? await balancers.ReadAllAsync(node.Metadata.Namespace ?? "", cancellation).ConfigureAwait(false) : [],
            Drains = drains,
            PreviousStep = order.Status?.Step,
        };
    }

    /// <summary>The order that has work first; among the others the newest.</summary>
    private async Task<NodeUpgrade?> CurrentOrderAsync(ResourceKey node, CancellationToken cancellation)
    {
        var known = stores.WorkOrders.Current.All
            .Where(order => order.Metadata.Namespace == node.Namespace && order.Spec.NodeName == node.Name)
            .OrderByDescending(order => order.Spec.Grants.Length > 0 || order.Status is { IsGivenBack: false })
            .ThenByDescending(order => order.Metadata.CreationTimestamp)
            .FirstOrDefault();
        if (known is null)
        {
            return null;
        }

        var fresh = await api.GetAsync(Kinds.WorkOrders, ResourceKey.Of(known), cancellation).ConfigureAwait(false);
        return fresh.TryGet(out var order, out _) ? order : null;
    }

    private ObservationRequest Request(ClusterNode node, NodeUpgrade? order)
    {
        var releases = Releases(node.Metadata.Namespace ?? "");
        var target = order is null ? null : Target(order);
        return new ObservationRequest(
            [.. releases.SelectMany(release => release.Spec.Components).SelectMany(component => component.SourcePackages).Distinct().Order(StringComparer.Ordinal)],
            [.. (target?.Spec.Quiesce ?? []).SelectMany(service => service.Units).Select(UnitNames.WithSuffix).Distinct()],
            target?.Spec.Repository.File ?? "",
            target is null ? [] : Probes.For(node.Spec, target.Spec));
    }

    private Core.Api.Releases.ClusterRelease? Target(NodeUpgrade order) =>
        stores.Releases.Current.TryGet(order.Metadata.Namespace ?? "", order.Spec.TargetRelease, out var release) ? release : null;

    private ImmutableArray<Core.Api.Releases.ClusterRelease> Releases(string space) =>
        [.. stores.Releases.Current.All.Where(release => release.Metadata.Namespace == space)];

    private async Task<ApiFailure?> WriteStatusAsync(NodeUpgrade order, NodeUpgradeStatus status, CancellationToken cancellation)
    {
        if (SameJson.Are(order.Status, status, WindlassJson.Default.NodeUpgradeStatus))
        {
            return null;
        }

        var outcome = await api.ApplyStatusAsync(Kinds.WorkOrders, order with { Status = status }, new ApplyOptions(Manager), cancellation).ConfigureAwait(false);
        return outcome.Failure;
    }

    private static string Tail(string output) => output.Length <= 2000 ? output : output[^2000..];
}
