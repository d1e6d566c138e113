using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Operator.Plugin;

/// <summary>Why a node is where it is, as programs read it; <see cref="WhyText"/> is for people.</summary>
internal sealed record WhyDocument
{
    /// <summary>Pages about the reasons that a node can be stalled for, in Windlass's repository.</summary>
    private const string Runbooks = "config/monitoring/runbooks/stalled";

    public required string Node { get; init; }

    public required string Upgrade { get; init; }

    /// <summary>The answer in one sentence.</summary>
    public required string Sentence { get; init; }

    public required string Address { get; init; }

    public required ImmutableArray<string> Roles { get; init; }

    public required string FailureDomain { get; init; }

    /// <summary>Release that its packages tell; empty: none fits, or it was never seen.</summary>
    public required string Release { get; init; }

    /// <summary>Whether it answers, and since when it does or does not.</summary>
    public Condition? Reachable { get; init; }

    public DateTimeOffset? LastObserved { get; init; }

    /// <summary>What it does in the upgrade; null: it takes no part.</summary>
    public NodeLine? Work { get; init; }

    /// <summary>Folder of the step on the node; null: no command runs.</summary>
    public string? StepId { get; init; }

    public FailedCommand? LastFailure { get; init; }

    public required ImmutableArray<FailedCheck> FailedChecks { get; init; }

    public required ImmutableArray<DrainLine> Drains { get; init; }

    /// <summary>Live requests for a pause that mean this node.</summary>
    public required ImmutableArray<PauseRequest> Pauses { get; init; }

    /// <summary>What the upgrade as a whole does or waits for.</summary>
    public required string UpgradeReason { get; init; }

    public required string UpgradeMessage { get; init; }

    /// <summary>The page to read, when it is stalled.</summary>
    public string? Runbook { get; init; }

    /// <summary>The answer for one node.</summary>
    /// <param name="sight">What there is.</param>
    /// <param name="node">The machine.</param>
    public static WhyDocument Of(RunSight sight, ClusterNode node)
    {
        var order = sight.Orders.FirstOrDefault(order => order.Spec.NodeName == node.Metadata.Name);
        var work = order is null ? null : NodeLine.Of(order);
        var ready = sight.Condition("Ready");
        var pauses = sight.Upgrade.Spec.PauseRequests.Where(request => request.IsLive(sight.Now) && Means(request, node));
        return new WhyDocument
        {
            Node = node.Metadata.Name,
            Upgrade = sight.Upgrade.Metadata.Name,
            Sentence = WhySentence.Of(sight, node, work),
            Address = node.Spec.Address,
            Roles = node.Spec.Roles,
            FailureDomain = node.Spec.FailureDomain,
            Release = order?.Status?.Release ?? node.Status?.Release ?? "",
            Reachable = RunSight.Condition(node, "Reachable"),
            LastObserved = node.Status?.LastObservedTime,
            Work = work,
            StepId = order?.Status?.Step is { Id.Length: > 0 } step ? step.Id : null,
            LastFailure = order?.Status?.LastFailure,
            FailedChecks = order?.Status?.FailedChecks ?? [],
            Drains = order is null ? [] : DrainLine.Of([order]),
            Pauses = [.. pauses],
            UpgradeReason = ready?.Reason ?? "NotObserved",
            UpgradeMessage = ready?.Message ?? "no operator has seen it yet",
            Runbook = work is { State: NodeState.Stalled } ? $"{Runbooks}/{work.Reason}.md" : null,
        };
    }

    private static bool Means(PauseRequest request, ClusterNode node) =>
        request.IsForAll() || request.Node == node.Metadata.Name || (request.Node.Length == 0 && node.Spec.Roles.Contains(request.Role));
}
