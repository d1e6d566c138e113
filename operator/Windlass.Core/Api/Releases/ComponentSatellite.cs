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
}
