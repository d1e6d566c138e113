using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>What people say of findings of preflight checks.</summary>
internal static class CheckPolicy
{
    /// <summary>They said to go on all the same.</summary>
    public static bool IsSkipped(ClusterUpgradeSpec spec, FailedCheck check) =>
        spec.SkipChecks.Contains(check.Check) || (check.Check == PreflightCheck.UpgradeChecks && spec.UpgradeChecks.Accept.Contains(check.Component));

    /// <summary>How bad it is for this upgrade.</summary>
    public static CheckSeverity Severity(ClusterUpgradeSpec spec, FailedCheck check) =>
        check.Severity == CheckSeverity.Warning && spec.UpgradeChecks.OnWarning == CheckWarningPolicy.Fail ? CheckSeverity.Failure : check.Severity;

    /// <summary>The upgrade does not begin.</summary>
    public static bool Blocks(ClusterUpgradeSpec spec, FailedCheck check) => Severity(spec, check) == CheckSeverity.Failure && !IsSkipped(spec, check);
}
