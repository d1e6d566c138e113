using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Upgrades;

/// <summary>Policy for nodes behind HAProxy. They go one at a time within a component, whatever is set here.</summary>
public sealed record ControlPlaneStrategy
{
    /// <summary>Floor of healthy servers.</summary>
    [Description("Servers that must stay up and in rotation in a backend, on every HAProxy, while one is taken out.")]
    [Between(1, 100)]
    public int MinHealthyServers { get; init => field = value == 0 ? 1 : value; } = 1;

    /// <summary>Time to let sessions end.</summary>
    [Description("Seconds to let the sessions of a drained server end.")]
    [Between(1, 86400)]
    public int DrainTimeoutSeconds { get; init => field = value == 0 ? 60 : value; } = 60;

    /// <summary>What then.</summary>
    [Description("What to do when sessions are left after that: Fail leaves the server drained and reports the node as stalled; CloseSessions closes them.")]
    public DrainTimeoutPolicy OnDrainTimeout { get; init; } = DrainTimeoutPolicy.Fail;

    /// <summary>Components at once.</summary>
    [Description("Components whose control plane may move at the same time, where their order allows it. Schema steps never overlap: the first server of a component may be down on its new packages until the schema of another has moved.")]
    [Between(1, 20)]
    public int ParallelComponents { get; init => field = value == 0 ? 1 : value; } = 1;

    /// <summary>Reboots at the end.</summary>
    [Description("Never, or IfRequired: a node that asks for a reboot (/run/reboot-required, or a kernel newer than the running one) is rebooted once at the end, drained, and never two in one failure domain at once. What runs on it besides, virtual machines above all, goes down with it: nothing is evacuated.")]
    public RebootPolicy Reboot { get; init; } = RebootPolicy.Never;
}
