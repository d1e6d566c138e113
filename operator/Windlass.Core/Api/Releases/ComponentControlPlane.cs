using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Releases;

/// <summary>Where a component's API serves.</summary>
public sealed record ComponentControlPlane
{
    /// <summary>Role of the nodes.</summary>
    [Description("Role of the nodes that serve the API.")]
    [Length(1, 60), Pattern(PatternAttribute.ObjectName)]
    public required string Role { get; init; }

    /// <summary>HAProxy backends.</summary>
    [Description("HAProxy backends of the API, as `show servers state` names them. Empty: the component is not behind HAProxy.")]
    [Items(20, IsSet = true), Pattern("^[A-Za-z0-9_.:-]+$")]
    public ImmutableArray<string> Backends { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Satellites first.</summary>
    [Description("The control plane goes after the component's satellites instead of before them, one server at a time: for what upstream wants in this order (swift's proxies). It begins when every satellite of the upgrade is at the target. Only for a component without schema and upgradeCheck, which no component without afterSatellites comes after.")]
    public bool AfterSatellites { get; init; }

    /// <summary>HTTP probes made on the node itself.</summary>
    [Description("HTTP probes made on the node itself before it goes back into rotation.")]
    [Items(10)]
    public ImmutableArray<ComponentProbe> Probes { get; init => field = value.OrEmpty(); } = [];
}
