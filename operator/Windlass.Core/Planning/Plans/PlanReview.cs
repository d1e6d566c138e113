using System.Collections.Immutable;
using Windlass.Core.Api.Plans;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Forecasting;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Planning.Plans;

/// <summary>Whether the plan as it is now is the one that a person approved.</summary>
internal sealed record PlanReview
{
    /// <summary>A condition's message has room for a thousand characters, and the command must be whole.</summary>
    private const int LongestReason = 500;

    /// <summary>Hash of the current plan; empty: there was none and none is wanted.</summary>
    public required string Hash { get; init; }

    /// <summary>Work may be begun by it.</summary>
    public required bool IsApproved { get; init; }

    /// <summary>CamelCase reason of the condition PlanApproved.</summary>
    public required string Reason { get; init; }

    /// <summary>What a person reads, and what he can do.</summary>
    public required string Message { get; init; }

    /// <summary>The plan, when it was not written yet.</summary>
    public UpgradePlanSpec? Unwritten { get; init; }

    /// <summary>What the nodes that have been seen make of it.</summary>
    /// <param name="view">The objects; the target release is there and can be used, and the checks have passed.</param>
    /// <param name="slots">Nodes.</param>
    /// <param name="now">The operator's time.</param>
    public static PlanReview Of(UpgradeView view, ImmutableArray<NodeSlot> slots, DateTimeOffset now)
    {
        if (IsBegun(view))
        {
            return OfRunning(view, slots);
        }

        var hash = PlanDraft.Hash(view, slots);
        var written = Find(view, hash);
        var plan = written ?? PlanDraft.Whole(view, slots, now);
        return Judge(view, plan, Find(view, view.Upgrade.Spec.Approval.PlanHash)) with { Unwritten = written is null ? plan : null };
    }

    /// <summary>Nodes that a person has approved: null stands for all.</summary>
    public static ImmutableHashSet<string>? ApprovedNodes(UpgradeView view)
    {
        if (!IsManual(view) || !IsBegun(view))
        {
            return null;
        }

        var granted = view.Orders.Where(order => !order.Spec.Grants.IsEmpty).Select(order => order.Spec.NodeName);
        return [.. granted, .. Find(view, view.Upgrade.Spec.Approval.PlanHash)?.Nodes.SelectMany(group => group.Names) ?? []];
    }

    /// <summary>Plans that are neither the current one nor the last that was approved; before the first approval one more is kept, for what has changed.</summary>
    public static ImmutableArray<string> Outdated(UpgradeView view, string current)
    {
        if (view.Plans.IsEmpty)
        {
            return [];
        }

        var approved = view.Upgrade.Spec.Approval.PlanHash;
        var others = view.Plans.Where(plan => plan.Spec.Hash != current && plan.Spec.Hash != approved)
            .OrderByDescending(plan => plan.Metadata.CreationTimestamp).ThenBy(plan => plan.Metadata.Name, StringComparer.Ordinal);
        return [.. others.Skip(view.Plans.Any(plan => plan.Spec.Hash == approved) ? 0 : 1).Select(plan => plan.Metadata.Name)];
    }

    /// <summary>What the run itself changes is no difference; a node that its plan does not know is one.</summary>
    private static PlanReview OfRunning(UpgradeView view, ImmutableArray<NodeSlot> slots)
    {
        var asked = view.Upgrade.Spec.Approval.PlanHash;
        var added = slots.Where(slot => slot is { IsApproved: false, IsAtTarget: false, Status: not null }).ToImmutableArray();
        if (!IsManual(view) || added.IsEmpty)
        {
            return Approved(view, IsManual(view) && asked.Length > 0 ? asked : view.Upgrade.Status?.PlanHash ?? "");
        }

        var approved = Find(view, asked);
        var hash = PlanDraft.AmendedHash(approved?.Hash ?? "", added);
        var written = Find(view, hash);
        var plan = written ?? PlanDraft.Amended(view, approved, added);
        return Waiting(view, plan.Hash, "PlanChanged", $"nodes that the approved plan does not know are left alone: {UpgradeAdmission.Names([.. added.Select(slot => slot.Name)])}")
            with { Unwritten = written is null ? plan : null };
    }

    private static PlanReview Judge(UpgradeView view, UpgradePlanSpec plan, UpgradePlanSpec? approved)
    {
        var asked = view.Upgrade.Spec.Approval.PlanHash;
        if (!IsManual(view) || asked == plan.Hash)
        {
            return Approved(view, plan.Hash);
        }

        return asked.Length == 0
            ? Waiting(view, plan.Hash, "AwaitingApproval", $"the plan is {plan.NodeCount} nodes, {plan.Waves.Length} waves, {Away(plan)}")
            : Waiting(view, plan.Hash, "PlanChanged", approved is null
                ? $"spec.approval.planHash {asked} is no plan of this upgrade that is still known"
                : $"not what was approved any more: {PlanDifference.Between(approved, plan)}");
    }

    private static string Away(UpgradePlanSpec plan) => plan.ApisAway.IsEmpty ? "every API serves all the time" : $"away meanwhile: {string.Join(", ", ApiOutages.Names(plan))}";

    private static PlanReview Approved(UpgradeView view, string hash) => new()
    {
        Hash = hash,
        IsApproved = true,
        Reason = IsManual(view) ? "ApprovedByUser" : "ApprovalNotRequired",
        Message = IsManual(view) ? $"spec.approval.planHash names {hash}" : "spec.approval.mode is Automatic",
    };

    private static PlanReview Waiting(UpgradeView view, string hash, string reason, string why)
    {
        var (name, space) = (view.Upgrade.Metadata.Name, view.Upgrade.Metadata.Namespace);
        var where = string.IsNullOrEmpty(space) ? "" : $" -n {space}";
        return new PlanReview
        {
            Hash = hash,
            IsApproved = false,
            Reason = reason,
            Message = $"{(why.Length <= LongestReason ? why : why[..LongestReason] + "...")}. Read it: kubectl get uplan {PlanObjects.NameOf(name, hash)}{where} -o yaml. "
                + $"Approve it: kubectl patch cupg {name}{where} --type=merge -p '{{\"spec\":{{\"approval\":{{\"planHash\":\"{hash}\"}}}}}}'",
        };
    }

    /// <summary>By what was written, not by what this very pass grants.</summary>
    private static bool IsBegun(UpgradeView view) => view.Orders.Any(order => !order.Spec.Grants.IsEmpty);

    private static bool IsManual(UpgradeView view) => view.Upgrade.Spec.Approval.Mode == ApprovalMode.Manual;

    private static UpgradePlanSpec? Find(UpgradeView view, string hash) =>
        hash.Length == 0 ? null : view.Plans.FirstOrDefault(plan => plan.Spec.Hash == hash)?.Spec;
}
