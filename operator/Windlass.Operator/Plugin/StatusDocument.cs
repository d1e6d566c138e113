using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;

namespace Windlass.Operator.Plugin;

/// <summary>How far an upgrade is, as programs read it; <see cref="StatusText"/> is for people.</summary>
internal sealed record StatusDocument
{
    public required string Upgrade { get; init; }

    public required string Namespace { get; init; }

    public required string FromRelease { get; init; }

    public required string TargetRelease { get; init; }

    /// <summary>The condition that sums up; Unknown until the operator has seen the object.</summary>
    public required ConditionStatus Ready { get; init; }

    public required string Reason { get; init; }

    /// <summary>The blocking object and what a person can do, or what is being done.</summary>
    public required string Message { get; init; }

    /// <summary>No progress without a person.</summary>
    public required bool IsStalled { get; init; }

    public string? Stage { get; init; }

    public NodeCounts? Nodes { get; init; }

    public DateTimeOffset? Started { get; init; }

    /// <summary>Expected end; null: not at work, or it waits for somebody.</summary>
    public DateTimeOffset? Eta { get; init; }

    public DateTimeOffset? Completed { get; init; }

    public DateTimeOffset? LastProgress { get; init; }

    public required ImmutableArray<ComponentLine> Components { get; init; }

    /// <summary>Nodes that hold the run up: stalled or silent ones.</summary>
    public required ImmutableArray<Blocker> BlockedOn { get; init; }

    /// <summary>Live requests for a pause.</summary>
    public required ImmutableArray<PauseRequest> Pauses { get; init; }

    /// <summary>Gates that are shut.</summary>
    public required ImmutableArray<GateStatus> ShutGates { get; init; }

    public required ImmutableArray<SchemaWindow> OpenSchemaWindows { get; init; }

    public required ImmutableArray<DrainLine> Drains { get; init; }

    public static StatusDocument Of(RunSight sight)
    {
        var (upgrade, status) = (sight.Upgrade, sight.Upgrade.Status);
        var ready = sight.Condition("Ready");
        ImmutableArray<NodeLine> lines = [.. sight.Orders.Select(NodeLine.Of)];
        return new StatusDocument
        {
            Upgrade = upgrade.Metadata.Name,
            Namespace = upgrade.Metadata.Namespace ?? "",
            FromRelease = status?.FromRelease ?? "",
            TargetRelease = upgrade.Spec.TargetRelease,
            Ready = ready?.Status ?? ConditionStatus.Unknown,
            Reason = ready?.Reason ?? "NotObserved",
            Message = ready?.Message ?? "no operator has seen it yet: does one run? (windlass standalone, or windlass operator)",
            IsStalled = sight.Condition("Stalled") is { Status: ConditionStatus.True },
            Stage = status?.Stage,
            Nodes = status?.Nodes,
            Started = status?.StartTime,
            Eta = status?.Eta,
            Completed = status?.CompletionTime,
            LastProgress = status?.LastProgressTime,
            Components = ComponentLine.Of(sight.Orders, lines),
            BlockedOn = status?.BlockedOn ?? [],
            Pauses = [.. upgrade.Spec.PauseRequests.Where(request => request.IsLive(sight.Now))],
            ShutGates = [.. (status?.Gates ?? []).Where(gate => !gate.Open)],
            OpenSchemaWindows = status?.OpenSchemaWindows ?? [],
            Drains = DrainLine.Of(sight.Orders),
        };
    }
}
