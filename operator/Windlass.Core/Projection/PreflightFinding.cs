using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Core.Projection;

/// <summary>A check that fails on a node.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Check">The check.</param>
/// <param name="Message">What is wrong and what to do about it.</param>
/// <param name="IsSkipped">The upgrade says to go on all the same.</param>
public sealed record PreflightFinding(string Node, PreflightCheck Check, string Message, bool IsSkipped)
{
    /// <summary>How bad it is for this upgrade.</summary>
    public CheckSeverity Severity { get; init; } = CheckSeverity.Failure;
}
