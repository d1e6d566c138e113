using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Upgrades;

/// <summary>The first nodes of a role go alone, and the others wait until those have proved well for a while.</summary>
public sealed record CanaryStrategy
{
    /// <summary>How many.</summary>
    [Description("How many nodes go first, in the order of names. Without a meaning when names or nodeSelector choose them.")]
    [Between(1, 100)]
    public int Nodes { get; init => field = value == 0 ? 1 : value; } = 1;

    /// <summary>Which, by name.</summary>
    [Description("Names of the ClusterNodes that go first. Each must have the role as its first one; one that takes no part is passed over as long as another is left.")]
    [Items(100, IsSet = true), Pattern(PatternAttribute.ObjectName)]
    public ImmutableArray<string> Names { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Which, by labels.</summary>
    [Description("Labels of ClusterNodes: the nodes of the role that have all of them go first, beside those in names.")]
    [Items(20)]
    public ImmutableSortedDictionary<string, string> NodeSelector { get; init => field = value.OrEmpty(); } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>How long they are watched.</summary>
    [Description("Seconds that all of them must have been well at the target before any other node of the role begins.")]
    [Between(1, 604800)]
    public int SoakSeconds { get; init => field = value == 0 ? 600 : value; } = 600;
}
