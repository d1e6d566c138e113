using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Identities;
using Windlass.Core.Planning.Nodes;

namespace Windlass.Core.Planning.Steps;

/// <summary>Schema commands of a component, and its check, as steps; the node's ledger is the memory of those that are done.</summary>
internal static class SchemaSteps
{
    private static readonly ImmutableArray<SchemaPhase> All =
        [SchemaPhase.Expand, SchemaPhase.Migrate, SchemaPhase.UpgradeCheck, SchemaPhase.Contract, SchemaPhase.OnlineMigrations];

    /// <summary>
    /// What each command was named last: every look at a node that has moved schemas asks for the same few names, and each is a digest. They go
    /// when the release goes.
    /// </summary>
    private static readonly ConditionalWeakTable<ComponentCommand, Named> Names = [];

    /// <summary>The step of one phase; null when the component has no such command.</summary>
    public static NodeStep.SyncSchema? Step(ComponentFacts facts, SchemaPhase phase) => Command(facts.Component, phase) is { } command
        ? new NodeStep.SyncSchema(facts.Component.Name, phase, command.Run, command.User, facts.Candidate)
        : null;

    /// <summary>What a step does, for people.</summary>
    public static string Sentence(NodeStep.SyncSchema step) => step.Phase == SchemaPhase.UpgradeCheck
        ? $"asking {step.Component}'s new code whether all is well: {string.Join(' ', step.Run)}"
        : $"{step.Phase} of {step.Component}'s database";

    /// <summary>Phases whose command succeeded on this node for the version it is to reach.</summary>
    public static ImmutableArray<SchemaPhase> Done(NodeView view, ComponentFacts facts)
    {
        ImmutableArray<SchemaPhase> done = [];
        foreach (var phase in All)
        {
            if (Command(facts.Component, phase) is { } command && IsInLedger(view, phase)
                && StepTries.HasSucceeded(view, Name(view.Order.TargetRelease, facts, phase, command)))
            {
                done = done.Add(phase);
            }
        }

        return done;
    }

    private static StepId Name(string release, ComponentFacts facts, SchemaPhase phase, ComponentCommand command)
    {
        var (component, version) = (facts.Component.Name, facts.Candidate);
        if (Names.TryGetValue(command, out var known) && known.Phase == phase && known.Version == version && known.Component == component && known.Release == release)
        {
            return known.Id;
        }

        var named = new Named(release, component, phase, version, StepIds.Of(release, Step(facts, phase)!));
        Names.AddOrUpdate(command, named);
        return named.Id;
    }

    /// <summary>Few nodes move schemas: the others need no step to be put together and named.</summary>
    private static bool IsInLedger(NodeView view, SchemaPhase phase)
    {
        foreach (var entry in view.Observation.Ledger)
        {
            if (StepIds.MayName(entry.Id, StepIds.KindOf(phase)))
            {
                return true;
            }
        }

        return false;
    }

    private static ComponentCommand? Command(ReleaseComponent component, SchemaPhase phase) => phase switch
    {
        SchemaPhase.Expand => component.Schema?.Expand,
        SchemaPhase.Migrate => component.Schema?.Migrate,
        SchemaPhase.UpgradeCheck => component.UpgradeCheck,
        SchemaPhase.Contract => component.Schema?.Contract,
        SchemaPhase.OnlineMigrations => component.Schema?.OnlineMigrations,
        _ => throw new ArgumentOutOfRangeException(nameof(phase)),
    };

    private sealed record Named(string Release, string Component, SchemaPhase Phase, string Version, StepId Id);
}
