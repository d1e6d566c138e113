using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Reporting;

/// <summary>What a report counts of all nodes, counted in one walk: thousands of them do not fit into a processor's cache, and every pass reports.</summary>
internal sealed class SlotTally
{
    /// <summary>Blockers that are named.</summary>
    private const int NamedNodes = 20;

    private readonly List<NodeSlot> _stalled = [];
    private readonly List<NodeSlot> _silent = [];
    private readonly List<Blocker> _blockers = [];
    private int _failed;
    private int _updated;
    private int _updating;

    public SlotTally(ImmutableArray<NodeSlot> slots)
    {
        (Total, IsSeen, IsStaged) = (slots.Length, !slots.IsEmpty, true);
        foreach (var slot in slots)
        {
            IsStarted |= slot.IsStarted;
            IsStaged &= slot.IsPrepared || slot.IsAtTarget;
            if (slot.Status is not { } status)
            {
                IsSeen = false;
                Count(slot, null);
                continue;
            }

            IsSeen &= WasSeen(slot, status);
            StepsRun += status.StepsRun;
            LastProgress = status.LastProgressTime is { } progress && (LastProgress is not { } last || progress > last) ? progress : LastProgress;
            Count(slot, status);
        }
    }

    public int Total { get; }

    /// <summary>Some node was given work.</summary>
    public bool IsStarted { get; }

    /// <summary>There are nodes, and each was looked at once.</summary>
    public bool IsSeen { get; }

    /// <summary>Every node has its packages, or needs none.</summary>
    public bool IsStaged { get; }

    public long StepsRun { get; }

    public DateTimeOffset? LastProgress { get; }

    /// <summary>Nodes that need a person, by name.</summary>
    public IReadOnlyList<NodeSlot> Stalled => _stalled;

    /// <summary>Nodes that were looked at and do not answer, by name.</summary>
    public IReadOnlyList<NodeSlot> Silent => _silent;

    /// <summary>The first of both.</summary>
    public ImmutableArray<Blocker> Blockers => [.. _blockers];

    /// <summary>Counts of nodes, each counted once.</summary>
    /// <param name="skipped">Nodes that take no part.</param>
    public NodeCounts Counts(int skipped) => new()
    {
        Total = Total,
        Unreachable = _silent.Count,
        Failed = _failed,
        Updated = _updated,
        Updating = _updating,
        Pending = Total - _silent.Count - _failed - _updated - _updating,
        Skipped = skipped,
        Summary = $"{_updated}/{Total}",
    };

    /// <summary>Of a node that never answered nobody knows what is on it: that it has nothing to do must not be read from a report without components.</summary>
    private static bool WasSeen(NodeSlot slot, NodeUpgradeStatus status) => slot.IsReachable || status.Release is not null || !status.Components.IsEmpty;

    private void Count(NodeSlot slot, NodeUpgradeStatus? status)
    {
        if (slot.Stalled is { } stalled)
        {
            _stalled.Add(slot);
            Block(slot, stalled);
        }

        if (!slot.IsReachable)
        {
            CountSilent(slot, status);
            return;
        }

        _failed += slot.Stalled is not null ? 1 : 0;
        _updated += slot.Stalled is null && slot.IsAtTarget ? 1 : 0;
        _updating += slot.Stalled is null && !slot.IsAtTarget && status?.Step is not null ? 1 : 0;
    }

    private void CountSilent(NodeSlot slot, NodeUpgradeStatus? status)
    {
        if (status is null || slot.Condition("Reachable") is null)
        {
            return;
        }

        _silent.Add(slot);
        if (slot.Stalled is null && slot.Condition("Reachable") is { } silence)
        {
            Block(slot, silence);
        }
    }

    private void Block(NodeSlot slot, Condition condition)
    {
        if (_blockers.Count < NamedNodes)
        {
            _blockers.Add(new Blocker { Name = slot.Name, Reason = condition.Reason, Message = condition.Message });
        }
    }
}
