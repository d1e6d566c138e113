using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Core.Planning.Plans;

/// <summary>What a node will report when everything that it is granted went well.</summary>
internal static class GrantEffect
{
    /// <param name="order">The grants, and what the node reports now.</param>
    /// <param name="release">The target.</param>
    /// <param name="now">When.</param>
    public static NodeUpgradeStatus Of(NodeUpgrade order, ClusterReleaseSpec release, DateTimeOffset now)
    {
        var status = order.Status ?? new NodeUpgradeStatus();
        var spec = order.Spec;
        var isFinished = spec.IsGranted(WorkKind.Finish);
        return status with
        {
            ObservedGeneration = order.Metadata.Generation ?? 0,
            Step = null,
            IsPrepared = status.IsPrepared || spec.IsGranted(WorkKind.Prepare),
            IsTidy = isFinished && spec.Autoremove == AutoremovePolicy.AtEnd,
            IsGivenBack = isFinished || spec.Grants.IsEmpty,

            // Whether the service runs on this node at all, only the node will tell.
            IsConfigurationDue = spec.IsGranted(WorkKind.Prepare) && !spec.IsGranted(WorkKind.Configure) && release.Quiesce.Any(service => service.RunAtEnd is not null),
            LastVisitTime = spec.IsGranted(WorkKind.Configure) ? status.LastVisitTime ?? now : null,
            Components = [.. status.Components.Select(component => Of(spec, component, release, now))],
        };
    }

    private static ComponentStatus Of(NodeUpgradeSpec order, ComponentStatus component, ClusterReleaseSpec release, DateTimeOffset now)
    {
        var isUpgraded = order.IsGranted(WorkKind.Upgrade, component.Name);
        var state = isUpgraded ? ComponentState.AtTarget
            : order.IsGranted(WorkKind.Halt, component.Name) && component.State != ComponentState.AtTarget ? ComponentState.Halted
            : component.State;
        return component with
        {
            State = state,
            DoneTime = state == ComponentState.AtTarget ? component.DoneTime ?? now : null,
            IsRestarted = component.IsRestarted || order.IsGranted(WorkKind.FinalRestart, component.Name),
            Schema = Schema(order, component, release),
        };
    }

    private static ImmutableArray<SchemaPhase> Schema(NodeUpgradeSpec order, ComponentStatus component, ClusterReleaseSpec release)
    {
        if (release.Components.FirstOrDefault(one => one.Name == component.Name)?.Schema is not { } schema)
        {
            return component.Schema;
        }

        IEnumerable<SchemaPhase> done = component.Schema;
        if (order.IsGranted(WorkKind.MoveSchema, component.Name))
        {
            done = done.Append(SchemaPhase.Expand).Concat(schema.Migrate is null ? [] : [SchemaPhase.Migrate]);
        }

        done = order.IsGranted(WorkKind.ContractSchema, component.Name) ? done.Append(SchemaPhase.Contract) : done;
        done = order.IsGranted(WorkKind.OnlineMigrations, component.Name) ? done.Append(SchemaPhase.OnlineMigrations) : done;
        return [.. done.Distinct()];
    }
}
