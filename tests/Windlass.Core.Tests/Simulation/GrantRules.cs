using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Identities;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>Rule 4: no step takes effect twice; no step runs without a grant; nothing runs while paused.</summary>
internal sealed class GrantRules(SimulatedCluster cluster)
{
    private readonly HashSet<(NodeName, StepId)> _installed = [];
    private readonly HashSet<StepId> _moved = [];
    private readonly HashSet<NodeName> _preinstalled = [];

    public string? Broken()
    {
        if (cluster.Completed is { Entry: { State: LedgerState.Finished, ExitCode: 0 } entry } completed)
        {
            if (completed.Step is NodeStep.SyncSchema && !_moved.Add(entry.Id))
            {
                return $"rule 4: {entry.Id} took effect twice";
            }

            if (completed.Step is NodeStep.Preinstall)
            {
                _preinstalled.Add(completed.Node.Name);
            }

            if (completed.Step is NodeStep.Install && !_installed.Add((completed.Node.Name, entry.Id)))
            {
                return $"rule 4: {entry.Id} took effect twice on {completed.Node.Name}";
            }
        }

        return cluster.Acted is { IsBegun: true } acted ? Ungranted(acted) ?? Unapproved(acted) ?? TooEarly(acted) ?? (cluster.Condition("Paused") is { Status: ConditionStatus.True, Reason: "PauseRequested" } ? $"rule 4: {Name(acted)} begins while paused" : null) : null;
    }

    /// <summary>By what people see: a plan of that hash is there, and it names the node.</summary>
    private string? Unapproved(SimulatedAct acted)
    {
        var approval = cluster.Objects.Upgrade.Spec.Approval;
        var isApproved = approval.Mode == ApprovalMode.Automatic || cluster.Objects.Plans.Any(plan =>
            plan.Spec.Hash == approval.PlanHash && plan.Spec.Nodes.Any(group => group.Names.Contains(acted.Node.Name.Value)));
        return isApproved ? null : $"rule 4: {Name(acted)} begins, and nobody has approved it";
    }

    /// <summary>Where libraries are wanted beforehand, no component is installed without them; and none is installed when nobody wants it.</summary>
    private string? TooEarly(SimulatedAct acted) => (acted.Run.Step, cluster.Objects.Upgrade.Spec.Strategy.Dependencies) switch
    {
        (NodeStep.Install, DependencyPolicy.Preinstall) when !_preinstalled.Contains(acted.Node.Name) => $"rule 4: {Name(acted)} begins before its libraries are there",
        (NodeStep.Preinstall, DependencyPolicy.WithComponent) => $"rule 4: {Name(acted)} begins, and nobody wants it",
        _ => null,
    };

    private static string? Ungranted(SimulatedAct acted)
    {
        var (component, order) = (StepIds.ComponentOf(acted.Run.Step), acted.Order);
        var isGranted = acted.Run.Step switch
        {
            NodeStep.SyncSchema { Phase: SchemaPhase.Contract } => order.IsGranted(WorkKind.ContractSchema, component),
            NodeStep.SyncSchema { Phase: SchemaPhase.OnlineMigrations } => order.IsGranted(WorkKind.OnlineMigrations, component),
            NodeStep.SyncSchema => order.IsGranted(WorkKind.MoveSchema, component),
            NodeStep.Release or NodeStep.Restore when order.Mode == WorkMode.WrapUp => IsMoving(order, component),
            NodeStep.StopAndHold or NodeStep.Install or NodeStep.Rotation => IsMoving(order, component),
            NodeStep.Restart { Cause: RestartCause.FinalRestart } => order.IsGranted(WorkKind.FinalRestart, component),
            NodeStep.Configure => order.IsGranted(WorkKind.Configure),
            NodeStep.Reboot => order.IsGranted(WorkKind.Reboot),
            NodeStep.Autoremove => order.IsGranted(WorkKind.Finish),
            NodeStep.Unquiesce => order.IsGranted(WorkKind.Finish) || order.Mode == WorkMode.WrapUp,
            NodeStep.RepairPackages => !order.Grants.IsEmpty,
            _ when component.Length == 0 => order.IsGranted(WorkKind.Prepare),
            _ => order.IsGranted(WorkKind.Upgrade, component) || order.IsVisited,
        };
        return isGranted && order.Mode != WorkMode.Pause ? null : $"rule 4: {Name(acted)} begins without a grant (mode {order.Mode})";
    }

    private static bool IsMoving(NodeUpgradeSpec order, string component) =>
        order.IsGranted(WorkKind.Upgrade, component) || order.IsGranted(WorkKind.Halt, component) || order.IsGranted(WorkKind.FinalRestart, component)
        || order.IsVisited;

    private static string Name(SimulatedAct acted) => $"{StepIds.TitleOf(acted.Run.Step)} on {acted.Node.Name}";
}
