using System.ComponentModel;
using Windlass.Core.Api.Upgrades;

namespace Windlass.Core.Api.WorkOrders;

/// <summary>What a preflight check found: a failure, a warning, or what it could not find out.</summary>
public sealed record FailedCheck
{
    /// <summary>Which.</summary>
    [Description("Which check.")]
    public required PreflightCheck Check { get; init; }

    /// <summary>How bad.</summary>
    [Description("Failure: the upgrade does not begin; Warning: it begins unless spec.upgradeChecks.onWarning says Fail; Note: something is not known.")]
    public CheckSeverity Severity { get; init; } = CheckSeverity.Failure;

    /// <summary>Of which component.</summary>
    [Description("Component that it is about; empty: the node.")]
    public string Component { get; init => field = value ?? ""; } = "";

    /// <summary>Why, and what to do.</summary>
    [Description("Why, and what a person can do.")]
    public required string Message { get; init; }
}
