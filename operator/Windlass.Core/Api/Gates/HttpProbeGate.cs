using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Gates;

/// <summary>Open while a URL answers with one of these statuses. The node asks, never the operator's machine.</summary>
public sealed record HttpProbeGate
{
    /// <summary>What is asked for.</summary>
    [Description("What the node asks for, with curl, python3 or bash, whichever it has; the certificate is not judged, nothing secret is sent, and 3 s is the longest it takes.")]
    [Length(1, 1024), Pattern("^https?://[A-Za-z0-9._:\\[\\]-]{1,255}(/[A-Za-z0-9._~:/?&=%+,@-]*)?$")]
    public required string Url { get; init; }

    /// <summary>Statuses that open it.</summary>
    [Description("HTTP statuses that open the gate; none named: only 200.")]
    [Items(20, IsSet = true), Between(100, 599)]
    public ImmutableArray<int> Expect { get; init => field = value.IsDefaultOrEmpty ? [200] : value; } = [200];
}
