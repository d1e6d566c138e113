using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Releases;

/// <summary>A service that would fight the upgrade.</summary>
public sealed record QuiescedService
{
    /// <summary>Name for people.</summary>
    [Description("Name for people, for example puppet.")]
    [Length(1, 60)]
    public required string Name { get; init; }

    /// <summary>Its units.</summary>
    [Description("systemd units, with or without the suffix .service.")]
    [Items(20, Minimum = 1, IsSet = true), Pattern("^[A-Za-z0-9:_.@-]+$")]
    public required ImmutableArray<string> Units { get; init => field = value.OrEmpty(); }
}
