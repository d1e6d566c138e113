using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Upgrades;

/// <summary>Policy for the nodes of one satellite role.</summary>
public sealed record SatelliteStrategy
{
    /// <summary>Width of the sliding window.</summary>
    [Description("Nodes of the role that may be in work or settling at one time.")]
    [Between(1, 1000)]
    public int MaxInFlight { get; init => field = value == 0 ? 1 : value; } = 1;

    /// <summary>Width to begin with after a gate was shut.</summary>
    [Description("Nodes of the role that may be in flight at least when its gate opens again: a gate that shuts halves the width, down to this. While it is shut, no other node is begun.")]
    [Between(1, 1000)]
    public int MinInFlight { get; init => field = value == 0 ? 1 : value; } = 1;

    /// <summary>Gate that its nodes wait for.</summary>
    [Description("Name of a gate (spec.gates, or the release's) that must be open for a node of the role to begin. Empty: the release's gate for this role, if it has one. spec.skipGates passes a gate over.")]
    [Length(0, 60), Pattern("^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$")]
    public string Gate { get; init => field = value ?? ""; } = "";

    /// <summary>Time a node must stay well.</summary>
    [Description("Seconds a finished node keeps its place in the window, so that agents can settle before the next node begins.")]
    [Between(0, 86400)]
    public int SettleSeconds { get; init; } = 30;

    /// <summary>Who goes first.</summary>
    [Description("Let a few nodes of the role go first and watch them for a while. Leave out for none.")]
    public CanaryStrategy? Canary { get; init; }

    /// <summary>One failure domain at a time.</summary>
    [Description("Keep to one failure domain at a time.")]
    public bool PerFailureDomain { get; init; }

    /// <summary>Reboots at the end.</summary>
    [Description("Never, or IfRequired: a node that asks for a reboot (/run/reboot-required, or a kernel newer than the running one) is rebooted once at the end, drained, and never two in one failure domain at once. What runs on it besides, virtual machines above all, goes down with it: nothing is evacuated.")]
    public RebootPolicy Reboot { get; init; } = RebootPolicy.Never;
}
