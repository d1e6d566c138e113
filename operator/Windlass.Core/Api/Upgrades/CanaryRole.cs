using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Upgrades;

/// <summary>All nodes of one role are the canaries of the other roles.</summary>
public sealed record CanaryRole
{
    /// <summary>The role.</summary>
    [Description("First role of the nodes that go first.")]
    [Length(1, 60), Pattern(PatternAttribute.ObjectName)]
    public required string Role { get; init; }

    /// <summary>How long they are watched.</summary>
    [Description("Seconds that all of them must have been well at the target before a satellite of any other role begins.")]
    [Between(1, 604800)]
    public int SoakSeconds { get; init => field = value == 0 ? 600 : value; } = 600;
}
