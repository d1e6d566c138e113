using System.ComponentModel;
using Windlass.Core.Api.Upgrades;

namespace Windlass.Core.Api.WorkOrders;

/// <summary>A preflight check that fails.</summary>
public sealed record FailedCheck
{
    /// <summary>Which.</summary>
    [Description("Which check.")]
    public required PreflightCheck Check { get; init; }

    /// <summary>Why, and what to do.</summary>
    [Description("Why, and what a person can do.")]
    public required string Message { get; init; }
}
