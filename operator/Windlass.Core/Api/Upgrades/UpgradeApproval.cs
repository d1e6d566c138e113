using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Upgrades;

/// <summary>Who says that the upgrade may begin, and to what.</summary>
public sealed record UpgradeApproval
{
    /// <summary>Sixty-four hexadecimal digits behind the name of the function.</summary>
    public const string HashPattern = "^(sha256:[0-9a-f]{64})?$";

    /// <summary>Automatic or Manual.</summary>
    [Description("Automatic: the upgrade begins when its checks have passed. Manual: nothing on any node is touched before planHash names the current plan.")]
    public ApprovalMode Mode { get; init; } = ApprovalMode.Automatic;

    /// <summary>The plan that was read.</summary>
    [Description("Hash of the UpgradePlan that was read and found good (status.planHash). Whatever changes the plan before the first node has begun voids the approval.")]
    [Length(0, 71), Pattern(HashPattern)]
    public string PlanHash { get; init => field = value ?? ""; } = "";
}
