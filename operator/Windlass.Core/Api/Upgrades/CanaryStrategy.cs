using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Upgrades;

/// <summary>The first nodes of a role go alone, and the others wait until those have proved well for a while.</summary>
public sealed record CanaryStrategy
{
    /// <summary>How many.</summary>
    [Description("Nodes that go first, by name.")]
    [Between(1, 100)]
    public int Nodes { get; init => field = value == 0 ? 1 : value; } = 1;

    /// <summary>How long they are watched.</summary>
    [Description("Seconds that all of them must have been well at the target before any other node of the role begins.")]
    [Between(1, 604800)]
    public int SoakSeconds { get; init => field = value == 0 ? 600 : value; } = 600;
}
