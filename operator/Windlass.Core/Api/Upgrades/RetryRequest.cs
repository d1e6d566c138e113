using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Upgrades;

/// <summary>A person does not want to wait for the next try of a step that failed. It means one try; when that is over, the request means nothing any more.</summary>
public sealed record RetryRequest
{
    /// <summary>Where.</summary>
    [Description("Name of the ClusterNode.")]
    [Length(1, 253), Pattern(PatternAttribute.ObjectName)]
    public required string Node { get; init; }

    /// <summary>Which try.</summary>
    [Description("The step, its component and the failed try after which the next one begins at once, as in \"Install nova 3\" (status.step of the NodeUpgrade).")]
    [Length(1, 200)]
    public required string After { get; init; }

    /// <summary>How a failed try is named.</summary>
    /// <param name="step">Kind of the step.</param>
    /// <param name="component">Its component; empty: the node as a whole.</param>
    /// <param name="tries">Tries so far.</param>
    public static string NameOf(string step, string component, int tries) => component.Length == 0 ? $"{step} {tries}" : $"{step} {component} {tries}";
}
