using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Releases;

/// <summary>An HTTP probe made on the node itself, to its own address.</summary>
public sealed record ComponentProbe
{
    /// <summary>Http or Https.</summary>
    [Description("Http or Https. The certificate is not judged: a node's own name is hardly ever in it.")]
    public ProbeScheme Scheme { get; init; } = ProbeScheme.Http;

    /// <summary>TCP port.</summary>
    [Description("TCP port on the node's own address.")]
    [Between(1, 65535)]
    public required int Port { get; init; }

    /// <summary>Path.</summary>
    [Description("Path of the request.")]
    [Length(1, 200), Pattern("^/[A-Za-z0-9._~/?=&%-]*$")]
    public string Path { get; init => field = value ?? "/"; } = "/";

    /// <summary>Greatest status that counts as healthy.</summary>
    [Description("Statuses from 200 up to this one count as healthy; default 399. Keystone answers 300 at its root, which is healthy.")]
    [Between(200, 499)]
    public int HealthyUpTo { get; init => field = value == 0 ? 399 : value; } = 399;
}
