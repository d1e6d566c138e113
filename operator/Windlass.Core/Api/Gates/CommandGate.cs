using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Gates;

/// <summary>Open while a command ends with exit code 0.</summary>
public sealed record CommandGate
{
    /// <summary>Argument vector.</summary>
    [Description("Argument vector; not a shell line. It runs as root, as the steps of a release do, again and again, and must change nothing. The last line that it prints is told to people.")]
    [Items(40, Minimum = 1)]
    public required ImmutableArray<string> Argv { get; init => field = value.OrEmpty(); }

    /// <summary>Longest time.</summary>
    [Description("Seconds after which it is ended, and the gate is shut; default 20.")]
    [Between(1, 120)]
    public int TimeoutSeconds { get; init => field = value == 0 ? 20 : value; } = 20;
}
