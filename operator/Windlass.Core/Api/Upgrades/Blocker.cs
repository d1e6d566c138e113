using System.ComponentModel;

namespace Windlass.Core.Api.Upgrades;

/// <summary>An object that an upgrade waits for.</summary>
public sealed record Blocker
{
    /// <summary>Name of the node.</summary>
    [Description("Name of the ClusterNode.")]
    public required string Name { get; init; }

    /// <summary>Why.</summary>
    [Description("CamelCase reason.")]
    public required string Reason { get; init; }

    /// <summary>For people.</summary>
    [Description("A sentence for people.")]
    public required string Message { get; init; }
}
