using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Nodes;

/// <summary>A machine as it was last seen.</summary>
public sealed record ClusterNodeStatus
{
    /// <summary>Generation of the spec that was used.</summary>
    [Description("Generation of the spec that was used.")]
    public long ObservedGeneration { get; init; }

    /// <summary>Reachable, with the reason why not.</summary>
    [Description("Reachable, with the reason why not.")]
    [Items(20, Keys = ["type"])]
    public ImmutableArray<Condition> Conditions { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Roles as one word.</summary>
    [Description("The roles as one word, for the column.")]
    public string? Roles { get; init; }

    /// <summary>Release recognised from the packages.</summary>
    [Description("Name of the ClusterRelease that the installed packages tell; empty when none fits.")]
    public string? Release { get; init; }

    /// <summary>/etc/machine-id.</summary>
    [Description("/etc/machine-id.")]
    public string? MachineId { get; init; }

    /// <summary>Kernel.</summary>
    [Description("Running kernel.")]
    public string? Kernel { get; init; }

    /// <summary>Operating system.</summary>
    [Description("Name of the operating system.")]
    public string? OperatingSystem { get; init; }

    /// <summary>When it last answered.</summary>
    [Description("When it last answered; renewed at most once a minute while nothing else changes.")]
    public DateTimeOffset? LastObservedTime { get; init; }
}
