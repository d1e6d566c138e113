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

    /// <summary>Applied once on each node at the end.</summary>
    [Description("Applies the configuration once on each node at the end, where the service ran before it was stopped: out of rotation, one node with an API at a time and others as wide as their role allows. Left out: the service is only given back.")]
    public ConfigurationRun? RunAtEnd { get; init; }
}
