using System.Collections.Immutable;
using System.Net;

namespace Windlass.Operator.Page;

/// <summary>How the page is served.</summary>
internal sealed record PageOptions
{
    /// <summary>Address and port; port 0 takes a free one.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>Names besides localhost and loopback addresses under which a browser may ask for it. Default: none.</summary>
    public ImmutableArray<string> Hosts { get; init; } = [];

    /// <summary>The namespace that is shown when none is asked for.</summary>
    public required string Namespace { get; init; }
}
