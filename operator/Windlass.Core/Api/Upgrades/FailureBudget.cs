using System.ComponentModel;
using System.Globalization;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Upgrades;

/// <summary>How many satellites may be stalled before no other one is begun.</summary>
public sealed record FailureBudget
{
    /// <summary>Number or share.</summary>
    [Description("Satellites that may be stalled while others go on: a number, or a share of all satellites in percent, rounded down. With more, no other node is begun.")]
    [Length(1, 5), Pattern("^([0-9]{1,4}|[0-9]{1,2}%|100%)$")]
    public string MaxFailedNodes { get; init => field = value ?? Default; } = Default;

    private const string Default = "5%";

    /// <summary>Nodes that may be stalled.</summary>
    /// <param name="nodes">Satellites in all.</param>
    public int Allowed(int nodes) => MaxFailedNodes.EndsWith('%')
        ? (int)((long)nodes * int.Parse(MaxFailedNodes.AsSpan(0, MaxFailedNodes.Length - 1), CultureInfo.InvariantCulture) / 100)
        : int.Parse(MaxFailedNodes, CultureInfo.InvariantCulture);
}
