using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Reporting;
using Windlass.Kubernetes.Events;

namespace Windlass.Operator.Resources;

/// <summary>Records what the loops found to have happened, on the object concerned; what the whole upgrade feels on the ClusterUpgrade too.</summary>
internal sealed class EventJournal(EventRecorder recorder, ClusterStores stores)
{
    public void Tell(ClusterUpgrade upgrade, ImmutableArray<ReportedEvent> events)
    {
        foreach (var happened in events)
        {
            recorder.Record(upgrade, TypeOf(happened), happened.Reason, happened.Action, happened.Note);
        }
    }

    public void Tell(NodeUpgrade order, ImmutableArray<ReportedEvent> events)
    {
        foreach (var happened in events)
        {
            recorder.Record(order, TypeOf(happened), happened.Reason, happened.Action, happened.Note);
            if (happened.Severity == EventSeverity.UpgradeWarning
                && stores.Upgrades.Current.TryGet(order.Metadata.Namespace ?? "", order.Spec.UpgradeName, out var upgrade))
            {
                // With its name in the action: a second node of the same cause would be counted under the first one's name.
                recorder.Record(upgrade, TypeOf(happened), happened.Reason, $"{happened.Action}/{order.Spec.NodeName}", $"{order.Spec.NodeName}: {happened.Note}");
            }
        }
    }

    private static EventType TypeOf(ReportedEvent happened) => happened.Severity == EventSeverity.Normal ? EventType.Normal : EventType.Warning;
}
