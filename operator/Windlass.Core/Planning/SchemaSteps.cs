using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Identities;
using Windlass.Core.Observation;

namespace Windlass.Core.Planning;

/// <summary>Schema commands of a component as steps; the node's ledger is the memory of those that are done.</summary>
internal static class SchemaSteps
{
    private static readonly ImmutableArray<SchemaPhase> All =
        [SchemaPhase.Expand, SchemaPhase.Migrate, SchemaPhase.Contract, SchemaPhase.OnlineMigrations];

    /// <summary>The step of one phase; null when the component has no such command.</summary>
    public static NodeStep.SyncSchema? Step(ComponentFacts facts, SchemaPhase phase) => Command(facts.Component.Schema, phase) is { } command
        ? new NodeStep.SyncSchema(facts.Component.Name, phase, command.Run, command.User, facts.Candidate)
        : null;

    /// <summary>Phases whose command succeeded on this node for the version it is to reach.</summary>
    public static ImmutableArray<SchemaPhase> Done(NodeView view, ComponentFacts facts) =>
    [
        .. All.Where(phase => Step(facts, phase) is { } step && HasSucceeded(view, StepIds.Of(view.Order.TargetRelease, step))),
    ];

    private static bool HasSucceeded(NodeView view, StepId id) =>
        view.Observation.Ledger.Any(entry => entry.Id == id && entry is { State: LedgerState.Finished, ExitCode: 0 });

    private static ComponentCommand? Command(ComponentSchema? schema, SchemaPhase phase) => phase switch
    {
        SchemaPhase.Expand => schema?.Expand,
        SchemaPhase.Migrate => schema?.Migrate,
        SchemaPhase.Contract => schema?.Contract,
        SchemaPhase.OnlineMigrations => schema?.OnlineMigrations,
        _ => throw new ArgumentOutOfRangeException(nameof(phase)),
    };
}
