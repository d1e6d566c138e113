namespace Windlass.Core.Api.WorkOrders;

/// <summary>Kinds of work that are granted apart.</summary>
public enum WorkKind
{
    /// <summary>Quiesce, switch the repository, stage: nothing that serves is touched.</summary>
    Prepare,

    /// <summary>Bring one component to the target.</summary>
    Upgrade,

    /// <summary>Take the component down on this node and install its new packages, and wait: until it is so everywhere, or until no other schema moves.</summary>
    Halt,

    /// <summary>Run the component's expand, migrate and check while it is upgraded here (the pioneer's part).</summary>
    MoveSchema,

    /// <summary>Run the component's contract.</summary>
    ContractSchema,

    /// <summary>Restart the component's daemons once more, drained, now that no old one is left.</summary>
    FinalRestart,

    /// <summary>Run the component's online migrations.</summary>
    OnlineMigrations,

    /// <summary>Take the node out of every rotation, apply its configuration once, and bring it back.</summary>
    Configure,

    /// <summary>Take the node out of every rotation, reboot it, and bring it back.</summary>
    Reboot,

    /// <summary>Let configuration management run again.</summary>
    Finish,
}
