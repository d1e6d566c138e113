using System.Collections.Immutable;
using System.Net;
using Windlass.Operator.Page;

namespace Windlass.Operator.Commands;

/// <summary>Values of <see cref="SharedOptions"/>.</summary>
internal sealed record SharedSettings(string? SshConfigFile, string RuntimeDirectory, IPEndPoint Monitoring, IPEndPoint? Page, ImmutableArray<string> PageHosts)
{
    /// <summary>How the page is served; null: not at all.</summary>
    /// <param name="space">The namespace that is shown when none is asked for.</param>
    public PageOptions? PageOf(string space) => Page is { } endPoint ? new PageOptions { EndPoint = endPoint, Hosts = PageHosts, Namespace = space } : null;
}
