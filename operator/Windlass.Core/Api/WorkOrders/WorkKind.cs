namespace Windlass.Core.Api.WorkOrders;

/// <summary>Kinds of work that are granted apart.</summary>
public enum WorkKind
{
    /// <summary>Quiesce, switch the repository, stage: nothing that serves is touched.</summary>
    Prepare,

    /// <summary>Bring one component to the target.</summary>
    Upgrade,

    /// <summary>Run the component's expand and migrate while it is upgraded here (the pioneer's part).</summary>
    MoveSchema,

    /// <summary>Run the component's contract.</summary>
    ContractSchema,

    /// <summary>Run the component's online migrations.</summary>
    OnlineMigrations,

    /// <summary>Let configuration management run again.</summary>
    Finish,
}
