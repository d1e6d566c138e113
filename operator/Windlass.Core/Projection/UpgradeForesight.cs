using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Projection;

/// <summary>Says what an upgrade would do to a cloud, by asking the planners that would do it. Pure, and nothing is touched.</summary>
public static class UpgradeForesight
{
    private static readonly ImmutableArray<PreflightCheck> EveryCheck = [.. Enum.GetValues<PreflightCheck>()];

    /// <summary>Which nodes an upgrade is about, before any of them was looked at.</summary>
    /// <param name="upgrade">What is wanted.</param>
    /// <param name="releases">Every known release.</param>
    /// <param name="nodes">Every node.</param>
    /// <param name="now">The operator's time.</param>
    public static UpgradeScope Scope(ClusterUpgrade upgrade, ImmutableArray<ClusterRelease> releases, ImmutableArray<ClusterNode> nodes, DateTimeOffset now)
    {
        var wanted = Ready(upgrade);
        var outcome = UpgradePlanner.Decide(new UpgradeView { Upgrade = wanted, Upgrades = [wanted], Releases = releases, Nodes = nodes }, now);
        return RefusalOf(outcome.Status) is { } refusal
            ? new UpgradeScope.Refused(refusal)
            : new UpgradeScope.Selected([.. outcome.Orders.Select(order => order.NodeName)]);
    }

    /// <summary>Checks and projects.</summary>
    /// <param name="look">The cloud; <see cref="Scope"/> refused nothing.</param>
    /// <param name="now">The operator's time.</param>
    public static UpgradeProjection Of(CloudLook look, DateTimeOffset now)
    {
        var skipped = look.Upgrade.Spec.SkipChecks;
        var wanted = Ready(look.Upgrade);
        var cloud = new ProjectedCloud(look with { Upgrade = wanted with { Spec = wanted.Spec with { SkipChecks = EveryCheck } } }, now);
        ImmutableArray<PreflightFinding> findings =
        [
            .. look.Nodes.OfType<NodeLook.Unseen>().Select(unseen =>
                new PreflightFinding(unseen.Node.Metadata.Name, PreflightCheck.Reachable, unseen.Message, skipped.Contains(PreflightCheck.Reachable))),
            .. cloud.LookAround(look.Upgrade.Spec),
        ];
        if (!cloud.Selected.Any())
        {
            return new UpgradeProjection { Findings = findings, StoppedBecause = "no node answered" };
        }

        var plan = cloud.Plan(Ready(look.Upgrade));
        var status = cloud.Pass();
        if (RefusalOf(status) is { } refusal)
        {
            return new UpgradeProjection { Findings = findings, Refusal = refusal, FromRelease = status.FromRelease ?? "" };
        }

        var waves = ImmutableArray.CreateBuilder<ProjectedWave>();
        var obstacle = cloud.RunToTheEnd(waves);
        return new UpgradeProjection { Findings = findings, FromRelease = status.FromRelease ?? "", Plan = plan, Waves = waves.ToImmutable(), StoppedBecause = obstacle };
    }

    /// <summary>A plan shows what would be done once nobody asks for a pause, a window is open, and it is approved.</summary>
    private static ClusterUpgrade Ready(ClusterUpgrade upgrade) =>
        upgrade with { Status = null, Spec = upgrade.Spec with { PauseRequests = [], MaintenanceWindows = [], Approval = new UpgradeApproval() } };

    private static Refusal? RefusalOf(ClusterUpgradeStatus status) =>
        status.Stage == UpgradeStage.Refused && status.Conditions.FirstOrDefault(condition => condition.Type == "Ready") is { } ready
            ? new Refusal(ready.Reason, ready.Message)
            : null;
}
