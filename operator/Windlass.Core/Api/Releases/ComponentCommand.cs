using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Releases;

/// <summary>A command of the component, run on one node.</summary>
public sealed record ComponentCommand
{
    /// <summary>Argument vector.</summary>
    [Description("Argument vector; not a shell line.")]
    [Items(40, Minimum = 1)]
    public required ImmutableArray<string> Run { get; init => field = value.OrEmpty(); }

    /// <summary>Account.</summary>
    [Description("Account to run it as, the service's own: as root it would leave root-owned logs. Empty: root.")]
    [Length(0, 32), Pattern("^([a-z_][a-z0-9_-]*)?$")]
    public string User { get; init => field = value ?? ""; } = "";
}
