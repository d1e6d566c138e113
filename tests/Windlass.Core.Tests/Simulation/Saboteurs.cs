using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>Planners that are broken on purpose, one way each.</summary>
internal static class Saboteurs
{
    /// <summary>Drains though too few servers stay in rotation.</summary>
    internal sealed class IgnoresTheFloor : Sabotage
    {
        public override NodePlan Worsen(NodeView view, NodePlan plan) => plan.Decision is NodeDecision.Wait { Reason: WaitReason.MinHealthyGuard, Step: NodeStep.Drain drain }
            ? plan with { Decision = new NodeDecision.Run(drain, StepIds.Of(view.Order.TargetRelease, drain), 1, "the floor is ignored") }
            : plan;
    }

    /// <summary>Leaves the libraries to the components, though people want them before.</summary>
    internal sealed class ForgetsTheLibraries : Sabotage
    {
        public override NodePlan Worsen(NodeView view, NodePlan plan) => view.Order.Dependencies == DependencyPolicy.Preinstall
            ? NodePlanner.Decide(view with { Order = view.Order with { Dependencies = DependencyPolicy.WithComponent } }, view.Observation.TakenAt)
            : plan;
    }

    /// <summary>Starts the new code instead of moving the schema.</summary>
    internal sealed class ForgetsTheSchema : Sabotage
    {
        public override NodePlan Worsen(NodeView view, NodePlan plan)
        {
            if (plan.Decision is not NodeDecision.Run { Step: NodeStep.SyncSchema { Phase: SchemaPhase.Expand } sync })
            {
                return plan;
            }

            var release = new NodeStep.Release(sync.Component, [.. view.Observation.Units.Values.Where(unit => unit.Hold is not null && unit.Package is not null).Select(unit => unit.Name)]);
            return plan with { Decision = new NodeDecision.Run(release, StepIds.Of(view.Order.TargetRelease, release), 1, "the schema is forgotten") };
        }
    }

    /// <summary>Grants the same kind of work to every node of a role as soon as one has it.</summary>
    internal sealed class GrantsToAll(string role) : Sabotage
    {
        public override UpgradeOutcome Worsen(UpgradeView view, UpgradeOutcome outcome)
        {
            var granted = outcome.Orders.Where(order => order.Role == role).SelectMany(order => order.Grants).Where(grant => grant.Work == WorkKind.Upgrade).Distinct().ToArray();
            return outcome with
            {
                Orders = [.. outcome.Orders.Select(order => order.Role == role && granted.Any(grant => !order.Grants.Contains(grant)) ? order with { Grants = [.. order.Grants.Union(granted)] } : order)],
            };
        }
    }

    /// <summary>Grants every component to a controller that is granted its first: what follows another does not wait for it.</summary>
    internal sealed class GrantsEverythingToAPioneer : Sabotage
    {
        public override UpgradeOutcome Worsen(UpgradeView view, UpgradeOutcome outcome) => outcome with
        {
            Orders =
            [
                .. outcome.Orders.Select(order => order.Role == "controller" && order.Grants.Any(grant => grant.Work == WorkKind.MoveSchema)
                    ? order with { Grants = [.. order.Grants.Where(grant => grant.Component != "keystone" || grant.Work == WorkKind.Prepare).Union(Everything)] }
                    : order),
            ],
        };

        private static IEnumerable<Grant> Everything => new[] { "glance", "nova" }.SelectMany(component =>
            new[] { new Grant { Work = WorkKind.Upgrade, Component = component }, new Grant { Work = WorkKind.MoveSchema, Component = component } });
    }

    /// <summary>Begins while people still read the plan.</summary>
    internal sealed class IgnoresApproval : Sabotage
    {
        public override UpgradeOutcome Worsen(UpgradeView view, UpgradeOutcome outcome) => outcome.Status.Conditions.Any(condition => condition is { Type: "PlanApproved", Status: ConditionStatus.False })
            ? outcome with { Orders = [.. outcome.Orders.Select(order => order with { Grants = [new Grant { Work = WorkKind.Prepare }] })] }
            : outcome;
    }

    /// <summary>Tries again without asking the ledger what became of the last try.</summary>
    internal sealed class IgnoresTheLedger : Sabotage
    {
        public override NodePlan Worsen(NodeView view, NodePlan plan) =>
            plan.Decision is NodeDecision.Run { Step: NodeStep.SyncSchema or NodeStep.Install } run ? plan with { Decision = run with { Attempt = int.MaxValue } } : plan;
    }

    /// <summary>Does what is decided, granted or not, paused or not.</summary>
    internal sealed class IgnoresPauses : Sabotage
    {
        public override NodePlan Worsen(NodeView view, NodePlan plan) => plan.Decision is NodeDecision.Wait { Reason: WaitReason.Paused }
            ? NodePlanner.Decide(view with { Order = view.Order with { Mode = WorkMode.Run } }, view.Observation.TakenAt)
            : plan;
    }

    /// <summary>Writes down every server it finds taken out as its own.</summary>
    internal sealed class TakesForeignDrainsForItsOwn : Sabotage
    {
        public override NodeUpgradeStatus Worsen(NodeUpgradeStatus status) =>
            status with { Drains = [.. status.Drains.Select(drain => drain with { Before = AdminState.Ready })] };
    }

    /// <summary>Drains without writing down that it did.</summary>
    internal sealed class KeepsNoOwnershipRecord : Sabotage
    {
        public override NodeUpgradeStatus Worsen(NodeUpgradeStatus status) => status with { Drains = [] };
    }

    /// <summary>Keeps in memory, instead of reading from the nodes, which nodes it brought to maintenance: the next operator knows of none.</summary>
    internal sealed class RemembersInMemory : Sabotage
    {
        private readonly HashSet<string> _isolated = [];

        public override void Begin() => _isolated.Clear();

        public override NodePlan Worsen(NodeView view, NodePlan plan)
        {
            if (plan.Decision is NodeDecision.Run { Step: NodeStep.Isolate })
            {
                _isolated.Add(view.Node.Value);
            }

            return plan.Decision is NodeDecision.Run { Step: NodeStep.Restore } && !_isolated.Contains(view.Node.Value)
                ? plan with { Decision = new NodeDecision.Idle() }
                : plan;
        }
    }

    /// <summary>Holds, from its second life on, that every schema is contracted and every row rewritten.</summary>
    internal sealed class TakesContractsForDone : Sabotage
    {
        private bool _isSecondLife;

        public override void Begin() => _isSecondLife = true;

        public override NodeUpgradeStatus Worsen(NodeUpgradeStatus status) => !_isSecondLife ? status : status with
        {
            Components = [.. status.Components.Select(component => component.Schema.Contains(SchemaPhase.Expand)
                ? component with { Schema = [.. component.Schema.Union([SchemaPhase.Contract, SchemaPhase.OnlineMigrations])] }
                : component)],
        };
    }

    /// <summary>Does not see that a node is stalled.</summary>
    internal sealed class SeesNoStall : Sabotage
    {
        public override UpgradeOutcome Worsen(UpgradeView view, UpgradeOutcome outcome)
        {
            if (!view.Orders.Any(order => order.IsStalled()))
            {
                return outcome;
            }

            var blind = view with { Orders = [.. view.Orders.Select(order => order with { Status = Blind(order.Status) })] };
            return outcome with { Orders = UpgradePlanner.Decide(blind, view.Orders.SelectMany(order => order.Status?.Conditions ?? []).Max(condition => condition.LastTransitionTime)).Orders };
        }

        private static NodeUpgradeStatus? Blind(NodeUpgradeStatus? status) =>
            status is null ? null : status with { Conditions = [.. status.Conditions.Where(condition => condition.Type != "Stalled")] };
    }

    /// <summary>Takes the grant of a component that is stopped everywhere for the beginning of a visit.</summary>
    internal sealed class TakesAHaltForAVisit : Sabotage
    {
        public override UpgradeOutcome Worsen(UpgradeView view, UpgradeOutcome outcome)
        {
            var isUnderWay = outcome.Orders.Any(order => order.Role == "compute" && order.Grants.Any(IsVisit));
            return !isUnderWay ? outcome : outcome with
            {
                Orders = [.. outcome.Orders.Select(order => order.Role == "compute" && !order.Grants.Any(IsVisit) ? order with { Grants = [.. order.Grants, Visit] } : order)],
            };
        }

        private static Grant Visit { get; } = new() { Work = WorkKind.Upgrade, Component = "neutron" };

        private static bool IsVisit(Grant grant) => grant == Visit;
    }

    /// <summary>Applies the node's configuration while it serves.</summary>
    internal sealed class ConfiguresInRotation : Sabotage
    {
        public override NodePlan Worsen(NodeView view, NodePlan plan) =>
            plan.Decision is NodeDecision.Run { Step: NodeStep.Drain } && view.Order.IsGranted(WorkKind.Configure) && LastVisit.DueRun(view) is { } step
                ? plan with { Decision = new NodeDecision.Run(step, StepIds.Of(view.Order.TargetRelease, step), 1, "nothing is drained") }
                : plan;
    }

    /// <summary>Grants every node its last visit at once.</summary>
    internal sealed class VisitsAllAtOnce(WorkKind work) : Sabotage
    {
        private Grant Visit { get; } = new() { Work = work };

        public override UpgradeOutcome Worsen(UpgradeView view, UpgradeOutcome outcome) => outcome.Orders.Any(order => order.Grants.Contains(Visit))
            ? outcome with { Orders = [.. outcome.Orders.Select(order => order.Grants.Contains(Visit) ? order : order with { Grants = [.. order.Grants, Visit] })] }
            : outcome;
    }

    /// <summary>Takes every gate for open.</summary>
    internal sealed class IgnoresGates : Sabotage
    {
        public override UpgradeOutcome Worsen(UpgradeView view, UpgradeOutcome outcome) =>
            outcome.Status.Gates.Any(gate => !gate.Open) ? outcome with { Orders = UpgradePlanner.Decide(view with { AreGatesOpen = true }, view.GateReadings.Max(reading => reading.Time)).Orders } : outcome;
    }

    /// <summary>Removes what an administrator has left, too.</summary>
    internal sealed class RemovesWhatOthersLeft : Sabotage
    {
        public override NodePlan Worsen(NodeView view, NodePlan plan) => plan.Decision is NodeDecision.Run { Step: NodeStep.Autoremove step } run
            ? plan with { Decision = run with { Step = step with { Packages = [.. step.Packages, LabCloud.LeftAlone] } } }
            : plan;
    }

    /// <summary>Removes what the old release needs while it runs.</summary>
    internal sealed class RemovesTooEarly : Sabotage
    {
        public override NodePlan Worsen(NodeView view, NodePlan plan)
        {
            if (plan.Decision is not NodeDecision.Run { Step: NodeStep.Stage } || view.Order.Autoremove == AutoremovePolicy.Never)
            {
                return plan;
            }

            var step = new NodeStep.Autoremove(view.Order.UpgradeName, [.. view.Observation.Packages.Keys.Select(package => $"{package}-old")], [], []);
            return plan with { Decision = new NodeDecision.Run(step, StepIds.Of(view.Order.TargetRelease, step), 1, "too early") };
        }
    }

    /// <summary>Says that nothing is left to remove, and removes nothing.</summary>
    internal sealed class NeverTidies : Sabotage
    {
        public override NodePlan Worsen(NodeView view, NodePlan plan) => plan.Decision is NodeDecision.Run { Step: NodeStep.Autoremove }
            ? NodePlanner.Decide(view with { Order = view.Order with { Autoremove = AutoremovePolicy.Never } }, view.Observation.TakenAt) with { IsTidy = true }
            : plan;
    }

    /// <summary>Says that everything is given back, and gives nothing back.</summary>
    internal sealed class LeavesThingsBehind : Sabotage
    {
        public override NodePlan Worsen(NodeView view, NodePlan plan) => plan.Decision is NodeDecision.Run { Step: NodeStep.Unquiesce }
            ? plan with { Decision = new NodeDecision.Idle(), IsGivenBack = true }
            : plan;
    }

    /// <summary>After the end it does not know what was out at it.</summary>
    internal sealed class ForgetsWhatWasLeft : Sabotage
    {
        public override NodeUpgradeStatus Worsen(NodeUpgradeStatus status) => status with { OutOfRotation = [.. status.OutOfRotation.Select(one => one with { IsLeftSo = false })] };
    }

    /// <summary>Looks at no HAProxy after the end.</summary>
    internal sealed class SeesNoDrift : Sabotage
    {
        public override NodeUpgradeStatus Worsen(NodeUpgradeStatus status) => status with { OutOfRotation = [] };
    }

    /// <summary>Brings back what somebody has taken out after the end.</summary>
    internal sealed class StepsIntoDrift : Sabotage
    {
        public override NodePlan Worsen(NodeView view, NodePlan plan)
        {
            var taken = view.LoadBalancers.OfType<ReadOutcome.Read>().SelectMany(read => read.Snapshot.Servers)
                .Where(server => server.Server == view.Node.Value && server.Admin != AdminState.Ready).Select(server => server.Backend).FirstOrDefault();
            if (!view.IsRunOver || taken is null)
            {
                return plan;
            }

            var restore = new NodeStep.Restore(taken, [taken]);
            return plan with { Decision = new NodeDecision.Run(restore, StepIds.Of(view.Order.TargetRelease, restore), 1, "what was taken out is brought back") };
        }
    }
}
