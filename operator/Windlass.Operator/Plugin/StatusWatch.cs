using Microsoft.Extensions.Logging.Abstractions;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Plugin;

/// <summary>Shows an upgrade until it is over: redrawn in place on a terminal, one line for each change elsewhere. It reads by list and watch, so a large cluster costs the server little.</summary>
internal sealed class StatusWatch(ApiSession session, string? name, TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>How long the first lists may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private string _told = "";

    /// <returns>Exit status: 0 it reached its target, 1 it did not, or cannot be read.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        // A store tries again for ever: whether anything can be read at all is asked once, beforehand.
        if (await new RunReader(session.Api, session.Namespace, time).ReadAsync(name, cancellation).ConfigureAwait(false) is not RunReading.Found first)
        {
            return 1;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var stores = new ClusterStores(session.Api, session.Namespace, time, NullLoggerFactory.Instance);
        var following = stores.RunAsync(end.Token);
        try
        {
            await stores.Synced.WaitAsync(Patience, time, cancellation).ConfigureAwait(false);
            return await FollowAsync(stores, first.Sight.Upgrade.Metadata.Name, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int> FollowAsync(ClusterStores stores, string upgrade, CancellationToken cancellation)
    {
        while (true)
        {
            if (!stores.Upgrades.Current.TryGet(session.Namespace, upgrade, out var current))
            {
                output.WriteLine($"ClusterUpgrade {upgrade} is gone");
                return 1;
            }

            var sight = RunSight.Of(current, stores.WorkOrders.Current.All, stores.Nodes.Current.All, stores.Plans.Current.All, time.GetUtcNow());
            Show(StatusDocument.Of(sight), sight.Now);
            if (WaitVerdict.Of(current) is WaitVerdict.Ready)
            {
                return 0;
            }

            if (current.Status?.CompletionTime is not null)
            {
                return 1;
            }

            await Task.Delay(Beat, time, cancellation).ConfigureAwait(false);
        }
    }

    private void Show(StatusDocument status, DateTimeOffset now)
    {
        if (!Console.IsOutputRedirected)
        {
            // Home, the picture with each line's rest cleared, then everything below: no flicker.
            output.Write("\u001b[H" + StatusText.Of(status, now, Ink.OfConsole()).Replace("\n", "\u001b[K\n", StringComparison.Ordinal) + "\u001b[J");
            return;
        }

        var line = $"{status.Nodes?.Summary ?? "-"} {status.Reason}: {status.Message}";
        if (line != _told)
        {
            _told = line;
            output.WriteLine($"{now:u} {line}");
        }
    }
}
