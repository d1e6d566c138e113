using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Releases;

/// <summary>One service that is upgraded as a unit. Its packages and systemd units are discovered on each node.</summary>
public sealed record ReleaseComponent
{
    /// <summary>Name of the component.</summary>
    [Description("Name of the component.")]
    [Length(1, 60), Pattern(PatternAttribute.ObjectName)]
    public required string Name { get; init; }

    /// <summary>Components that must be finished before.</summary>
    [Description("Components whose control plane must be finished on every node before this one begins: for what needs the new API of all their servers.")]
    [Items(100, IsSet = true), Pattern(PatternAttribute.ObjectName)]
    public ImmutableArray<string> After { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Components whose first mover must be up before, and that go first on each node.</summary>
    [Description("Components whose pioneer must be up in every HAProxy before this one begins, and that must be at the target on a node before this one moves there. Weaker than `after`: for what this one talks to over an API that is the same in both releases, so that it may find old servers of it.")]
    [Items(100, IsSet = true), Pattern(PatternAttribute.ObjectName)]
    public ImmutableArray<string> AfterPioneer { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Debian source packages.</summary>
    [Description("Debian source packages. What of them is installed on a node, and the systemd units that it ships, is the component there.")]
    [Items(20, Minimum = 1, IsSet = true), Pattern(PatternAttribute.PackageName)]
    public required ImmutableArray<string> SourcePackages { get; init => field = value.OrEmpty(); }

    /// <summary>Where its API serves.</summary>
    [Description("Where the component's API serves. Leave out for a component that only has satellites.")]
    public ComponentControlPlane? ControlPlane { get; init; }

    /// <summary>How its database moves.</summary>
    [Description("How the component's database moves. Leave out for a component without one.")]
    public ComponentSchema? Schema { get; init; }

    /// <summary>Groups of units in the documented order.</summary>
    [Description("Groups of units in the order upstream documents (nova: conductor first, API last): started in this order, stopped in the reverse. Units not named here come last.")]
    [Items(20)]
    public ImmutableArray<ComponentStage> Stages { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Units of other packages.</summary>
    [Description("systemd units of other packages that serve this component where it is installed (horizon: apache2); with or without the suffix .service.")]
    [Items(10, IsSet = true), Pattern("^[A-Za-z0-9:_.@-]+$")]
    public ImmutableArray<string> ExtraUnits { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Packages that this release split off.</summary>
    [Description("Packages that this release split off others and that nothing depends on: installed with the component.")]
    [Items(20, Keys = ["package"])]
    public ImmutableArray<NewPackage> NewPackages { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Upstream's check of the new code.</summary>
    [Description("Upstream's check (nova-status upgrade check), run with the new code: on one node before the first change, from the new packages unpacked aside, and once after the schema moved and before any new process starts. Exit 0 or 1 (warnings): go on; anything else stops. Leave it out where it cannot pass before the run's own migrations.")]
    public ComponentCommand? UpgradeCheck { get; init; }

    /// <summary>A restart at the end.</summary>
    [Description("AfterLastSatellite: the control plane is restarted once more, one node at a time and drained, when no old daemon is left, so that it forgets pinned RPC versions.")]
    public FinalRestart FinalRestart { get; init; } = FinalRestart.Never;

    /// <summary>Graceful stop time.</summary>
    [Description("Seconds a unit has to finish its work before it is killed. Debian's own limit is 15, which is too short for nova; default 60, oslo.service's default.")]
    [Between(1, 3600)]
    public int StopSeconds { get; init => field = value == 0 ? 60 : value; } = 60;

    /// <summary>Roles that run its agents.</summary>
    [Description("Roles whose nodes run the component's agents; upgraded after every component's control plane.")]
    [Items(20, Keys = ["role"])]
    public ImmutableArray<ComponentSatellite> Satellites { get; init => field = value.OrEmpty(); } = [];
}
