using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Upgrades;

/// <summary>How fast and how careful.</summary>
public sealed record UpgradeStrategy
{
    /// <summary>Nodes behind HAProxy.</summary>
    [Description("Nodes that serve behind HAProxy.")]
    public ControlPlaneStrategy ControlPlane { get; init => field = value ?? new(); } = new();

    /// <summary>Nodes that run agents, by role.</summary>
    [Description("Nodes that run agents, by role; a role without an entry takes the defaults.")]
    [Items(20)]
    public ImmutableSortedDictionary<string, SatelliteStrategy> Satellites { get; init => field = value.OrEmpty(); } =
        ImmutableSortedDictionary<string, SatelliteStrategy>.Empty;

    /// <summary>A role that goes first.</summary>
    [Description("Let the satellites of one role go first, and those of the others only when all of them have been well for a while. Leave out for none: roles go side by side.")]
    public CanaryRole? CanaryRole { get; init; }

    /// <summary>Configuration management at the end.</summary>
    [Description("AtEnd: where the release says how (quiesce[].runAtEnd), each node's configuration is applied once more at the end, out of rotation and as wide as an upgrade of it. Never: configuration management is only given back.")]
    public ConfigurationPolicy ConfigurationRun { get; init; } = ConfigurationPolicy.AtEnd;

    /// <summary>When libraries are installed.</summary>
    [Description("When packages that are of no component, but that new packages of components need, are installed. WithComponent: with the component, while it is stopped. Preinstall: all at once on each node before its first component, under the services that run; outages are shorter, and a service may meet new libraries.")]
    public DependencyPolicy Dependencies { get; init; } = DependencyPolicy.WithComponent;

    /// <summary>What the old release alone needed.</summary>
    [Description("AtEnd: packages that were installed automatically, that nothing needs any more because of this upgrade, that no running program has mapped or was started from, and that no active unit belongs to, are removed from each node at the end, in maintenance windows and on one serving node at a time. What a program beside APT imports (a driver from pip, say) is not seen: mark that by apt-mark manual. What was without use before it, packages of components and held ones stay. Has to be set before the run begins: each node notes what was without use when its APT source is switched. Never: they stay installed.")]
    public AutoremovePolicy Autoremove { get; init; } = AutoremovePolicy.Never;

    /// <summary>Stalled satellites that are put up with.</summary>
    [Description("How many satellites may be stalled before no other one is begun.")]
    public FailureBudget FailureBudget { get; init => field = value ?? new(); } = new();

    /// <summary>Tries before a step counts as failed.</summary>
    [Description("Tries of one step before the node counts as stalled. Tries go on after that, once a minute, so that a node heals by itself when its cause goes.")]
    [Between(1, 100)]
    public int MaxAttempts { get; init => field = value == 0 ? 5 : value; } = 5;

    /// <summary>Time without progress.</summary>
    [Description("Seconds a step may go without progress before its node is stalled. Time paused does not count.")]
    [Between(5, 86400)]
    public int StallAfterSeconds { get; init => field = value == 0 ? 600 : value; } = 600;
}
