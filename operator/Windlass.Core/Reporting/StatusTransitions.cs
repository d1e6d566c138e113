using Windlass.Core.Api.Upgrades;

namespace Windlass.Core.Reporting;

/// <summary>Tells changes of an upgrade's status that people and tools wait for from those that only describe work in progress.</summary>
public static class StatusTransitions
{
    /// <summary>Nothing but counters, times and sentences about work in progress differs.</summary>
    /// <param name="before">Status as it is stored; null: none is.</param>
    /// <param name="after">Status to store.</param>
    public static bool IsDetail(ClusterUpgradeStatus? before, ClusterUpgradeStatus after) => before is not null
        && before.ObservedGeneration == after.ObservedGeneration
        && before.StartTime == after.StartTime
        && before.CompletionTime == after.CompletionTime
        && before.Stage == after.Stage
        && before.PlanHash == after.PlanHash
        && before.FromRelease == after.FromRelease
        && before.CurrentComponent == after.CurrentComponent
        && before.Nodes?.Summary == after.Nodes?.Summary
        && before.BlockedOn.Select(blocker => (blocker.Name, blocker.Reason)).SequenceEqual(after.BlockedOn.Select(blocker => (blocker.Name, blocker.Reason)))
        && before.OpenSchemaWindows.Select(window => window.Component).SequenceEqual(after.OpenSchemaWindows.Select(window => window.Component))
        && before.Conditions.Select(condition => (condition.Type, condition.Status, condition.Reason))
            .SequenceEqual(after.Conditions.Select(condition => (condition.Type, condition.Status, condition.Reason)));
}
