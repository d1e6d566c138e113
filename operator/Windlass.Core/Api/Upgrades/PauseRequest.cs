using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Upgrades;

/// <summary>Somebody's wish that nothing new starts.</summary>
public sealed record PauseRequest
{
    /// <summary>Who asks.</summary>
    [Description("Who asks: a person or a tool. One entry each.")]
    [Length(1, 100)]
    public required string Requester { get; init; }

    /// <summary>Why.</summary>
    [Description("Why; shown to everybody who waits.")]
    [Length(1, 500)]
    public required string Reason { get; init; }

    /// <summary>One role only.</summary>
    [Description("Pause the nodes of this role only. Empty: all.")]
    [Length(0, 60), Pattern("^([a-z0-9]([a-z0-9.-]*[a-z0-9])?)?$")]
    public string Role { get; init => field = value ?? ""; } = "";

    /// <summary>One node only.</summary>
    [Description("Pause this ClusterNode only. Empty: all.")]
    [Length(0, 253), Pattern("^([a-z0-9]([a-z0-9.-]*[a-z0-9])?)?$")]
    public string Node { get; init => field = value ?? ""; } = "";

    /// <summary>When the request lapses.</summary>
    [Description("When the request lapses by itself. Empty: never.")]
    public DateTimeOffset? Until { get; init; }

    /// <summary>It asks for the whole run, not for a role or a node.</summary>
    public bool IsForAll() => Role.Length == 0 && Node.Length == 0;

    /// <summary>Still in force.</summary>
    /// <param name="now">The time to judge by.</param>
    public bool IsLive(DateTimeOffset now) => Until is not { } until || now < until;
}
