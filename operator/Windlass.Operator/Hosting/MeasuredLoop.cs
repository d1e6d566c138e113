using Windlass.Core.Api.Upgrades;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Queueing;

namespace Windlass.Operator.Hosting;

/// <summary>Counts the passes of a reconciler, and tells that its loop turns.</summary>
/// <param name="kind">The kind it reconciles.</param>
/// <param name="queue">Where its keys come from.</param>
/// <param name="reconcile">One pass.</param>
/// <param name="monitoring">Where it is told.</param>
/// <param name="time">Measures passes.</param>
internal sealed class MeasuredLoop(
    string kind,
    WorkQueue<ResourceKey> queue,
    Func<ResourceKey, CancellationToken, Task<Reconciled>> reconcile,
    Monitoring monitoring,
    TimeProvider time)
{
    /// <summary>An empty queue is no reason to turn: that counts as turning.</summary>
    public void Beat()
    {
        if (queue.Depth == 0)
        {
            monitoring.Loops.Turned(kind);
        }
    }

    /// <summary>The loop stops on purpose.</summary>
    public void End() => monitoring.Loops.Ended(kind);

    public async Task<Reconciled> ReconcileAsync(ResourceKey key, CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        monitoring.Metrics.Controllers.Begun(kind);
        try
        {
            var outcome = await reconcile(key, cancellation).ConfigureAwait(false);
            Ended(begun, (outcome as Reconciled.Failed)?.Reason);
            if (kind == nameof(ClusterUpgrade) && outcome is not Reconciled.Failed)
            {
                monitoring.Metrics.UpgradeLookedAt(key.Namespace, key.Name);
            }

            return outcome;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Ended(begun, e.Message);
            throw;
        }
        finally
        {
            monitoring.Metrics.Controllers.Left(kind);
        }
    }

    private void Ended(long begun, string? failure)
    {
        monitoring.Metrics.ReconcileEnded(kind, time.GetElapsedTime(begun), failure);
        monitoring.Loops.Turned(kind);
    }
}
