using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;
using Windlass.Core.Api.Upgrades;

namespace Windlass.Core.Api.Plans;

/// <summary>What an upgrade would do.</summary>
public sealed record UpgradePlanSpec
{
    /// <summary>The upgrade.</summary>
    [Description("Name of the ClusterUpgrade.")]
    [Length(1, 253)]
    public required string UpgradeName { get; init; }

    /// <summary>What approval names.</summary>
    [Description("SHA-256 over everything below that matters, waves excepted: they follow from the rest.")]
    [Length(71, 71), Pattern(UpgradeApproval.HashPattern)]
    public required string Hash { get; init; }

    /// <summary>Where the cluster comes from.</summary>
    [Description("Releases recognised on the nodes, separated by commas.")]
    public string FromRelease { get; init => field = value ?? ""; } = "";

    /// <summary>Where it goes.</summary>
    [Description("Name of the ClusterRelease to reach.")]
    public required string TargetRelease { get; init; }

    /// <summary>What the release says.</summary>
    [Description("SHA-256 of the target ClusterRelease's spec: its commands, order and APT source.")]
    public required string ReleaseDigest { get; init; }

    /// <summary>How fast and how careful.</summary>
    [Description("SHA-256 of the upgrade's strategy, its skipped components and skipped checks.")]
    public required string PolicyDigest { get; init; }

    /// <summary>How many.</summary>
    [Description("Number of nodes.")]
    public int NodeCount { get; init; }

    /// <summary>Nodes and what they get.</summary>
    [Description("Nodes that are alike, and what happens to their packages.")]
    [Items(10000)]
    public ImmutableArray<PlannedNodes> Nodes { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Who moves after whom.</summary>
    [Description("Nodes that are granted work at the same time, in order. In a window that slides, the next node begins as soon as one is done.")]
    [Items(20000)]
    public ImmutableArray<PlannedWave> Waves { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Touched backends.</summary>
    [Description("HAProxy backends whose servers are taken out and given back.")]
    [Items(1000)]
    public ImmutableArray<string> Backends { get; init => field = value.OrEmpty(); } = [];

    /// <summary>What users will miss.</summary>
    [Description("Components whose API is away while their schema moves: upstream forbids old code beside the new schema.")]
    [Items(100)]
    public ImmutableArray<string> ApisAway { get; init => field = value.OrEmpty(); } = [];

    /// <summary>How long users will miss it.</summary>
    [Description("How long each API of apisAway is expected to be away, in seconds, by the same step times as the expected duration; without what cannot be told. Not part of the hash.")]
    [Items(100)]
    public ImmutableSortedDictionary<string, int> ApisAwaySeconds { get; init => field = value.OrEmpty(); } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>What goes at the end.</summary>
    [Description("AtEnd: each node removes at the end what only the old release needed; which packages that are is known when all new ones are installed.")]
    public AutoremovePolicy Autoremove { get; init; } = AutoremovePolicy.Never;

    /// <summary>How long.</summary>
    [Description("How long it is expected to take at work, when nothing goes wrong, as 1h4m16s; empty: that cannot be told. Not part of the hash.")]
    [Length(0, 32)]
    public string ExpectedDuration { get; init => field = value ?? ""; } = "";

    /// <summary>By what.</summary>
    [Description("Whose step times the expected duration is made of: earlier upgrades of the namespace, or typical values.")]
    [Length(0, 1024)]
    public string ExpectedFrom { get; init => field = value ?? ""; } = "";

    /// <summary>What stops it.</summary>
    [Description("What the run would wait for without end; empty: it reaches its target.")]
    public string StoppedBecause { get; init => field = value ?? ""; } = "";
}
