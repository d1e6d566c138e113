using System.Collections.Concurrent;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Forecasting;
using Windlass.Core.Planning.Upgrades;
using Windlass.Kubernetes.Api;

namespace Windlass.Operator.Upgrading;

/// <summary>
/// Puts the expected end into the status of an upgrade. It is reckoned anew now and then only, the less often the longer it takes: never more than a
/// hundredth of a processor. What was told last stands in the status itself, so a restart changes nothing.
/// </summary>
internal sealed class ExpectedEnds(TimeProvider time)
{
    private const int Share = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<ResourceKey, (long Since, TimeSpan Pause)> _told = new();

    /// <summary>The status with the end that is expected now.</summary>
    /// <param name="view">What the planner saw.</param>
    /// <param name="status">What it decided to tell.</param>
    public ClusterUpgradeStatus Say(UpgradeView view, ClusterUpgradeStatus status)
    {
        var (key, now) = (ResourceKey.Of(view.Upgrade), time.GetUtcNow());
        if (!ExpectedEnd.IsForetold(status))
        {
            Forget(key);
            return status;
        }

        var told = view.Upgrade.Status?.Eta;
        if (_told.TryGetValue(key, out var last) && time.GetElapsedTime(last.Since) < last.Pause)
        {
            return status with { Eta = told };
        }

        var begun = time.GetTimestamp();
        var seen = ExpectedEnd.Of(view, now);
        var took = time.GetElapsedTime(begun) * Share;
        _told[key] = (begun, took > Interval ? took : Interval);
        return status with { Eta = ExpectedEnd.Told(told, seen, now) };
    }

    /// <summary>An upgrade is gone.</summary>
    public void Forget(ResourceKey upgrade) => _told.TryRemove(upgrade, out _);
}
