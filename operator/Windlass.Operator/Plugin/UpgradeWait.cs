using Windlass.Core.Api.Upgrades;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Commands;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Plugin;

/// <summary>Waits for the end of an upgrade and tells meanwhile what it waits for.</summary>
internal sealed class UpgradeWait(IClusterApi api, string space, TextWriter told, TimeProvider time)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    /// <summary>An API that is away for a moment is no end: what is waited for goes on without it.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(5);

    private string _last = "";

    /// <param name="name">Name of the upgrade; null: the one at work, else the last one.</param>
    /// <param name="limit">How long at most; <see cref="Timeout.InfiniteTimeSpan"/>: for ever.</param>
    /// <param name="cancellation">The person gives up.</param>
    /// <returns>Exit status.</returns>
    public async Task<int> RunAsync(string? name, TimeSpan limit, CancellationToken cancellation)
    {
        var (begun, heard) = (time.GetTimestamp(), time.GetTimestamp());
        while (limit == Timeout.InfiniteTimeSpan || time.GetElapsedTime(begun) < limit)
        {
            var listed = await api.ListAsync(Kinds.Upgrades, new ListOptions { Namespace = space }, cancellation).ConfigureAwait(false);
            if (listed.TryGet(out var upgrades, out var failure))
            {
                heard = time.GetTimestamp();
                if (UpgradeChoice.Of(upgrades.Items, name, space, out var problem) is not { } upgrade)
                {
                    return Failure.Report(problem!);
                }

                name = upgrade.Metadata.Name;
                if (End(upgrade) is { } exit)
                {
                    return exit;
                }
            }
            else if (failure is not ApiFailure.Unavailable || time.GetElapsedTime(heard) > LongestSilence)
            {
                return Failure.Report(RunReader.Explain(failure, space));
            }

            await Task.Delay(Beat, time, cancellation).ConfigureAwait(false);
        }

        return Failure.Report($"not over yet; last: {_last}", ExitCodes.TimeIsUp);
    }

    private int? End(ClusterUpgrade upgrade)
    {
        var verdict = WaitVerdict.Of(upgrade);
        if (verdict.Message != _last)
        {
            _last = verdict.Message;
            told.WriteLine($"{upgrade.Metadata.Name}: {verdict.Message}");
        }

        return verdict switch
        {
            WaitVerdict.Ready => 0,
            WaitVerdict.Stalled => ExitCodes.Stalled,
            WaitVerdict.Paused => ExitCodes.Paused,
            WaitVerdict.NotYet => null,
            _ => throw new InvalidOperationException("closed set"),
        };
    }
}
