using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Windlass.Operator.Page;

/// <summary>
/// Under which names the page answers. A page of somebody else whose name is made to resolve to this machine (DNS rebinding) would be of the
/// same origin as ours for a browser; its name is not.
/// </summary>
internal static class HostRule
{
    public static bool Allows(HostString host, ImmutableArray<string> others)
    {
        var name = host.Host.TrimStart('[').TrimEnd(']');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address))
            || others.Contains(name, StringComparer.OrdinalIgnoreCase);
    }
}
