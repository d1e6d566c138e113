namespace Windlass.Core.Api.Releases;

/// <summary>What may run while a component's schema moves.</summary>
public enum SchemaWindowKind
{
    /// <summary>Old code may run beside the new schema: one node after the other, and the API serves all the time.</summary>
    OldCodeMayRun,

    /// <summary>Upstream forbids it: every process of the component is down before the schema moves, and its API is away meanwhile.</summary>
    AllStopped,
}
