using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Reporting;
using Windlass.Kubernetes.Queueing;

namespace Windlass.Operator.Working;

/// <summary>
/// A node that was deleted in mid-run: nothing more is done on it, but what was taken out of rotation for it on the load balancers of others
/// is given back as far as its health checks allow. What stays out is said.
/// </summary>
internal sealed class DepartedNodes(RotationSteps rotation, OrderReports reports)
{
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(30);

    public async Task<Reconciled> GiveBackAsync(NodeUpgrade order, NodeTenure tenure, CancellationToken cancellation)
    {
        if (order.Status is not { Drains.IsEmpty: false } status)
        {
            return new Reconciled.Done();
        }

        var open = await rotation.RestoreAsync(order.Metadata.Namespace ?? "", NodeReport.RecordsOf(status), cancellation).ConfigureAwait(false);
        var writing = await reports.WriteAsync(order, status with { Drains = NodeReport.DrainsOf(open) }, tenure, cancellation).ConfigureAwait(false);
        if (writing is OrderWriting.Refused refused)
        {
            return new Reconciled.Failed(refused.Failure.Message);
        }

        if (open.IsEmpty)
        {
            return new Reconciled.Done();
        }

        reports.TellLeftBehind(order, open);
        return new Reconciled.RequeueAfter(Recheck);
    }
}
