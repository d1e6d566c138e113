using Microsoft.Extensions.Logging;

namespace Windlass.Kubernetes.Queueing;

/// <summary>Workers that take keys from a queue and reconcile them.</summary>
/// <param name="name">For logs.</param>
/// <param name="queue">Where keys come from. Not disposed by the controller.</param>
/// <param name="workers">Keys in work at once, at least 1.</param>
/// <param name="reconcile">One pass over a key.</param>
/// <param name="logger">Where failures are told.</param>
public sealed partial class Controller<TKey>(
    string name,
    WorkQueue<TKey> queue,
    int workers,
    Func<TKey, CancellationToken, Task<Reconciled>> reconcile,
    ILogger<Controller<TKey>> logger)
    where TKey : notnull
{
    /// <summary>
    /// Works until the token is cancelled or the queue is shut down and empty. On cancellation no further key is taken; passes under way get the token
    /// and are waited for. Never throws.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        LogStarted(logger, name, workers);
        var running = Enumerable.Range(0, Math.Max(1, workers)).Select(_ => Task.Run(() => WorkAsync(cancellation), CancellationToken.None));
        await Task.WhenAll(running).ConfigureAwait(false);
        LogStopped(logger, name);
    }

    private async Task WorkAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                using var item = await queue.TakeAsync(cancellation).ConfigureAwait(false);
                if (item is null)
                {
                    return;
                }

                await PassAsync(item.Key, cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task PassAsync(TKey key, CancellationToken cancellation)
    {
        try
        {
            switch (await reconcile(key, cancellation).ConfigureAwait(false))
            {
                case Reconciled.Failed failed:
                    LogFailed(logger, name, key, queue.AddRateLimited(key), failed.Reason);
                    break;
                case Reconciled.RequeueAfter later:
                    queue.Forget(key);
                    queue.AddAfter(key, later.Delay);
                    break;
                case Reconciled.Done:
                    queue.Forget(key);
                    break;
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopping: the next start looks at everything again.
        }
        catch (Exception e)
        {
            // The one place where a bug in a reconciler is caught: the key is tried again, the worker lives on.
            LogThrew(logger, e, name, key, queue.AddRateLimited(key));
        }
    }
}
