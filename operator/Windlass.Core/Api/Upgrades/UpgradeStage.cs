namespace Windlass.Core.Api.Upgrades;

/// <summary>The words of <c>ClusterUpgrade.status.stage</c>: what is being done, in the order of a run, then what is not a run.</summary>
public static class UpgradeStage
{
    /// <summary>Configuration management is stopped, the APT source switched, packages downloaded.</summary>
    public const string Preparing = nameof(Preparing);

    /// <summary>Component after component, server after server.</summary>
    public const string ControlPlane = nameof(ControlPlane);

    /// <summary>Nodes that run agents.</summary>
    public const string Satellites = nameof(Satellites);

    /// <summary>What pinned an old RPC version is restarted.</summary>
    public const string FinalRestarts = nameof(FinalRestarts);

    /// <summary>The old schema is given up.</summary>
    public const string Contracts = nameof(Contracts);

    /// <summary>Rows are rewritten while everything serves.</summary>
    public const string OnlineMigrations = nameof(OnlineMigrations);

    /// <summary>Configuration management runs once on each node, and what asks for a reboot gets it.</summary>
    public const string LastVisits = nameof(LastVisits);

    /// <summary>Everything is given back.</summary>
    public const string Finishing = nameof(Finishing);

    /// <summary>It is over.</summary>
    public const string Done = nameof(Done);

    /// <summary>It cannot be done as it is declared.</summary>
    public const string Refused = nameof(Refused);

    /// <summary>Nodes are looked at.</summary>
    public const string Observing = nameof(Observing);

    /// <summary>A check fails.</summary>
    public const string Preflight = nameof(Preflight);

    /// <summary>For another upgrade, an approval or a maintenance window.</summary>
    public const string Waiting = nameof(Waiting);

    /// <summary>People asked for it, or too many nodes are stalled.</summary>
    public const string Paused = nameof(Paused);

    /// <summary>Deleted or aborted, and not everything is given back yet.</summary>
    public const string Finalizing = nameof(Finalizing);

    /// <summary>Aborted, and nothing is left to give back.</summary>
    public const string Aborted = nameof(Aborted);
}
