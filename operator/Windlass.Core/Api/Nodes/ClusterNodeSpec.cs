using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Nodes;

/// <summary>A machine as people declare it.</summary>
public sealed record ClusterNodeSpec
{
    /// <summary>Name or address for SSH.</summary>
    [Description("Host name or IP address: SSH goes there, and HAProxy's servers are matched by it.")]
    [Length(1, 253), Pattern("^[A-Za-z0-9:.-]+$")]
    public required string Address { get; init; }

    /// <summary>What the machine is for.</summary>
    [Description("What the machine is for: controller, network, compute ... The names that releases use.")]
    [Items(20, Minimum = 1, IsSet = true), Pattern(PatternAttribute.ObjectName)]
    public required ImmutableArray<string> Roles { get; init => field = value.OrEmpty(); }

    /// <summary>What fails together.</summary>
    [Description("Machines of one failure domain (rack, power feed) fail together. Empty: its own.")]
    [Length(0, 63)]
    public string FailureDomain { get; init => field = value ?? ""; } = "";

    /// <summary>How to log in.</summary>
    [Description("How to log in.")]
    public required NodeSsh Ssh { get; init; }

    /// <summary>The HAProxy that runs here.</summary>
    [Description("The HAProxy that runs on this machine; leave out where none does.")]
    public NodeHAProxy? Haproxy { get; init; }

    /// <summary>Leave this machine alone.</summary>
    [Description("Leave this machine alone: it is observed, but takes part in no upgrade.")]
    public bool Suspended { get; init; }
}
