using Windlass.Core.LoadBalancing;

namespace Windlass.HAProxy.Parsing;

/// <summary>Turns HAProxy's status word into what health checks say.</summary>
internal static class CheckWord
{
    /// <param name="status"><c>UP</c>, <c>UP 1/3</c>, <c>DRAIN</c>, <c>MAINT (via b/s)</c>, <c>no check</c> ...</param>
    /// <param name="checkStatus">
    /// <c>L4OK</c>, <c>* L7OK</c> (a check is running, this was the one before), <c>INI</c> (none has run); empty without a check of its own.
    /// </param>
    /// <param name="tracked">The server whose checks count for this one; empty for its own.</param>
    internal static HealthState Read(string status, string checkStatus, string tracked)
    {
        // "UP 1/3", "DOWN 1/2", "DRAIN 1/3", "NOLB 1/3": on the way to the other state.
        if (status.Contains('/', StringComparison.Ordinal) && !status.StartsWith("MAINT", StringComparison.Ordinal))
        {
            return HealthState.Changing;
        }

        var word = status.Split(' ')[0];
        return word switch
        {
            "no" => HealthState.NoCheck,
            "DOWN" => HealthState.Down,
            "UP" or "DRAIN" => Passing(checkStatus, tracked),
            _ => HealthState.Unknown,
        };
    }

    private static HealthState Passing(string checkStatus, string tracked)
    {
        if (tracked.Length > 0)
        {
            return HealthState.Up;
        }

        // With `rise 1 fall 1` a server is UP before its first check; only a check that ran proves anything.
        var last = checkStatus.TrimStart('*', ' ');
        return last switch
        {
            "" => HealthState.NoCheck,
            "INI" => HealthState.Changing,
            _ => HealthState.Up,
        };
    }
}
