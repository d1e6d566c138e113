using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.WorkOrders;

/// <summary>One component on one node.</summary>
public sealed record ComponentStatus
{
    /// <summary>Name of the component.</summary>
    [Description("Name of the component.")]
    public required string Name { get; init; }

    /// <summary>How far it is.</summary>
    [Description("Behind: old packages or old code; InWork: begun; Halted: new packages, services held; AtTarget: new code runs and is in rotation.")]
    public required ComponentState State { get; init; }

    /// <summary>Installed version.</summary>
    [Description("Installed version of the source package.")]
    public string Version { get; init => field = value ?? ""; } = "";

    /// <summary>Version to reach.</summary>
    [Description("Version the node's APT source offers; meaningful once the source is switched.")]
    public string Candidate { get; init => field = value ?? ""; } = "";

    /// <summary>Its packages here.</summary>
    [Description("Binary packages of the component on this node.")]
    [Items(500)]
    public ImmutableArray<PackageStatus> Packages { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Services that ought to run and do not.</summary>
    [Description("Enabled services of the component that do not run, and that nobody holds for the upgrade.")]
    [Items(100)]
    public ImmutableArray<string> Down { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Schema commands done from here.</summary>
    [Description("Schema commands that succeeded on this node, by its ledger.")]
    [Items(10, IsSet = true)]
    public ImmutableArray<SchemaPhase> Schema { get; init => field = value.OrEmpty(); } = [];

    /// <summary>The last restart is done.</summary>
    [Description("Its final restart is done here and it is back in rotation, by the node's ledger.")]
    public bool IsRestarted { get; init; }

    /// <summary>When it was first seen at the target.</summary>
    [Description("When the component was first seen at the target here.")]
    public DateTimeOffset? DoneTime { get; init; }
}
