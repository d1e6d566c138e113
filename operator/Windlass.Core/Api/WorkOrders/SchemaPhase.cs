namespace Windlass.Core.Api.WorkOrders;

/// <summary>The commands that a component's schema and its check need, in the order upstream documents.</summary>
public enum SchemaPhase
{
    /// <summary>Additive changes; old code goes on beside them.</summary>
    Expand,

    /// <summary>Data follows the additive changes; old code goes on.</summary>
    Migrate,

    /// <summary>Upstream's own check of the new code, before any new process starts.</summary>
    UpgradeCheck,

    /// <summary>Only new code understands what is left: after the last peer.</summary>
    Contract,

    /// <summary>Rows are rewritten by the new code, in batches, while everything serves: exit 0 done, 1 run again, 2 stuck.</summary>
    OnlineMigrations,
}
