using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Releases;

/// <summary>Units that start together.</summary>
public sealed record ComponentStage
{
    /// <summary>The units.</summary>
    [Description("systemd units, with or without the suffix .service; those a node does not have are passed over.")]
    [Items(20, Minimum = 1, IsSet = true), Pattern("^[A-Za-z0-9:_.@-]+$")]
    public required ImmutableArray<string> Units { get; init => field = value.OrEmpty(); }
}
