namespace Windlass.Operator.Hosting;

/// <summary>A missed wake-up costs minutes, not the night. Jittered, so that replicas and clusters do not beat in step.</summary>
internal static class Resync
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);

    /// <summary>Wakes at once, and now and then until cancelled.</summary>
    public static async Task RunAsync(Action wake, TimeProvider time, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            wake();
            await Task.Delay(Shortest * (1 + Random.Shared.NextDouble()), time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
