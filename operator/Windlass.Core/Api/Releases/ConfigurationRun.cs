using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Releases;

/// <summary>One run of configuration management on a node, when all of its components are done.</summary>
public sealed record ConfigurationRun
{
    /// <summary>Argument vector.</summary>
    [Description("Argument vector, run as root; not a shell line. It must end by itself: puppet needs --onetime --no-daemonize.")]
    [Items(40, Minimum = 1)]
    public required ImmutableArray<string> Command { get; init => field = value.OrEmpty(); }

    /// <summary>Exit codes of a run that went well.</summary>
    [Description("Exit codes of a run that went well; none named: only 0. With --detailed-exitcodes puppet answers 0 (nothing to change) or 2 (changed), and 1, 4 or 6 when it failed.")]
    [Items(20, IsSet = true), Between(0, 255)]
    public ImmutableArray<int> SuccessExitCodes { get; init => field = value.IsDefaultOrEmpty ? [0] : value; } = [0];

    /// <summary>Longest time of a run.</summary>
    [Description("Seconds after which a run is ended and counts as failed.")]
    [Between(10, 86400)]
    public int TimeoutSeconds { get; init => field = value == 0 ? 3600 : value; } = 3600;
}
