using System.Collections.Concurrent;
using System.Collections.Immutable;
using Windlass.Core.Api.Gates;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Gates;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Queueing;
using Windlass.Nodes;
using Windlass.Operator.Resources;
using Windlass.Operator.Working;

namespace Windlass.Operator.Gating;

/// <summary>Reads gates on nodes, one exchange each, beside the loop that decides: a node that hangs must not hold up any decision.</summary>
/// <param name="stores">Where upgrades, releases and nodes are.</param>
/// <param name="nodes">The way to a node.</param>
/// <param name="shelf">Where readings go.</param>
/// <param name="wake">An upgrade has a new reading.</param>
/// <param name="time">The clock.</param>
internal sealed class GateReader(ClusterStores stores, NodePool nodes, GateShelf shelf, Action<ResourceKey> wake, TimeProvider time)
{
    /// <summary>Nodes that are asked for one reading: each that does not answer costs up to 45 s.</summary>
    private const int MostNodes = 3;

    /// <summary>Who answered last is asked first.</summary>
    private readonly ConcurrentDictionary<GateKey, string> _answered = new();

    /// <summary>One reading, unless there is a fresh one.</summary>
    public async Task<Reconciled> ReadAsync(GateKey key, CancellationToken cancellation)
    {
        if (!stores.Upgrades.Current.TryGet(key.Upgrade, out var upgrade))
        {
            shelf.Forget(key.Upgrade);
            _answered.TryRemove(key, out _);
            return new Reconciled.Done();
        }

        stores.Releases.Current.TryGet(new ResourceKey(key.Upgrade.Namespace, upgrade.Spec.TargetRelease), out var release);
        if (GateCatalogue.Find(upgrade.Spec, release?.Spec, key.Gate) is not { } gate || IsFresh(shelf.Find(key), gate))
        {
            return new Reconciled.Done();
        }

        var verdict = await AskAnyAsync(key, gate, cancellation).ConfigureAwait(false);
        shelf.Keep(key, new GateReading(gate.Name, verdict.IsOpen, verdict.Found, time.GetUtcNow()));
        wake(key.Upgrade);
        return new Reconciled.Done();
    }

    private bool IsFresh(GateReading? reading, HealthGate gate) =>
        reading is not null && time.GetUtcNow() - reading.Time is var age && age >= TimeSpan.Zero && age < TimeSpan.FromSeconds(gate.IntervalSeconds);

    /// <summary>The first node that answers decides; of those that do not, the last one's words are told.</summary>
    private async Task<GateVerdict> AskAnyAsync(GateKey key, HealthGate gate, CancellationToken cancellation)
    {
        if (GateQuestion.Of(gate) is not { } question)
        {
            return new GateVerdict(IsOpen: false, "it is no kind of gate that is known here");
        }

        var silence = $"no node has the role {string.Join(" or ", gate.OnRoles)}";
        foreach (var node in Nodes(key, gate))
        {
            switch (await AskAsync(node, question, cancellation).ConfigureAwait(false))
            {
                case InquiryOutcome.Answered answer:
                    _answered[key] = node.Metadata.Name;
                    var verdict = GateVerdict.Of(gate, answer.ExitCode, answer.Output);
                    return verdict with { Found = verdict.On(node.Metadata.Name) };
                case InquiryOutcome.Refused refused:
                    return new GateVerdict(IsOpen: false, refused.Reason);
                case InquiryOutcome.Failed failed:
                    silence = $"{node.Metadata.Name}: {failed.Failure.Message}";
                    break;
            }
        }

        _answered.TryRemove(key, out _);
        return new GateVerdict(IsOpen: false, $"cannot be read: {silence}");
    }

    private ImmutableArray<ClusterNode> Nodes(GateKey key, HealthGate gate)
    {
        var first = _answered.GetValueOrDefault(key);
        var all = GateCatalogue.Nodes(gate, stores.Nodes.Current.All.Where(node => node.Metadata.Namespace == key.Upgrade.Namespace));
        return [.. all.OrderBy(node => node.Metadata.Name != first).ThenBy(node => IsSilent(node)).Take(MostNodes)];
    }

    private static bool IsSilent(ClusterNode node) =>
        node.Status?.Conditions.Any(condition => condition is { Type: "Reachable", Status: not ConditionStatus.True }) ?? false;

    /// <summary>The loop of the node itself may close an idle connection at any moment.</summary>
    private static async Task<InquiryOutcome> AskTwiceAsync(INode node, Inquiry question, CancellationToken cancellation)
    {
        var outcome = await node.AskAsync(question, cancellation).ConfigureAwait(false);
        return outcome is InquiryOutcome.Failed { Failure.Kind: NodeFailureKind.ConnectionLost }
            ? await node.AskAsync(question, cancellation).ConfigureAwait(false)
            : outcome;
    }

    private async Task<InquiryOutcome> AskAsync(ClusterNode node, Inquiry question, CancellationToken cancellation) =>
        await nodes.GetAsync(node, cancellation).ConfigureAwait(false) switch
        {
            PoolOutcome.Found found => await AskTwiceAsync(found.Node, question, cancellation).ConfigureAwait(false),
            PoolOutcome.Unusable unusable => new InquiryOutcome.Failed(new NodeFailure(NodeFailureKind.Unreachable, unusable.Message)),
            PoolOutcome.Unknown unknown => new InquiryOutcome.Failed(new NodeFailure(NodeFailureKind.Unreachable, unknown.Message)),
            _ => throw new InvalidOperationException("closed set"),
        };
}
