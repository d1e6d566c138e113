using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Releases;

/// <summary>A role that runs a component's agents.</summary>
public sealed record ComponentSatellite
{
    /// <summary>The role.</summary>
    [Description("The role.")]
    [Length(1, 60), Pattern(PatternAttribute.ObjectName)]
    public required string Role { get; init; }

    /// <summary>Copies are in different domains.</summary>
    [Description("Nodes of the role in different failure domains are never away together, as copies of the same things are on them (swift's zones): perFailureDomain that nobody can forget. Nodes without a failureDomain are in one domain together, so set it.")]
    public bool OneFailureDomain { get; init; }
}
