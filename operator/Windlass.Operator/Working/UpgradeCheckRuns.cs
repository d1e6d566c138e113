using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Upgrades;
using Windlass.Kubernetes.Api;
using Windlass.Nodes;

namespace Windlass.Operator.Working;

/// <summary>
/// What the target's own upgrade checks said, run from packages unpacked aside. That fetches packages, so it is done once for the same
/// question and the same versions, and before the node's first report, as with <see cref="TargetResolutions"/>. Lost with the process.
/// </summary>
/// <param name="orders">Whose turn it is.</param>
/// <param name="time">The clock.</param>
/// <param name="mostAtOnce">Nodes that run checks at the same time, which takes minutes: most workers are for those who have work.</param>
internal sealed class UpgradeCheckRuns(OrderShelf orders, TimeProvider time, int mostAtOnce)
{
    /// <summary>When a node is to come back that keeps its first report until another has reported; its look is still good then.</summary>
    public static readonly TimeSpan TurnRecheck = TimeSpan.FromSeconds(2);

    /// <summary>Somebody may be mending what a check has found; each look at that fetches the packages again.</summary>
    private static readonly TimeSpan FailureGoodFor = TimeSpan.FromMinutes(10);

    /// <summary>A run that waits for its window or its approval is not to fetch the packages each hour; what could not be run will not be able to soon.</summary>
    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(6);

    private readonly ConcurrentDictionary<ResourceKey, Answer> _answers = new();
    private readonly SharedRoom _room = new(mostAtOnce);

    /// <summary>What is known of a node, with what the target's own checks say where it is this node's turn to run them.</summary>
    /// <param name="order">Its work order.</param>
    /// <param name="machine">The door to it.</param>
    /// <param name="view">What was seen of it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null: it is to come back later, and not to report before.</returns>
    public async Task<NodeView?> SeenAsync(NodeUpgrade order, INode machine, NodeView view, CancellationToken cancellation)
    {
        if (view is not { Resolution: { Failure: null } resolution, Order.Grants.IsEmpty: true } || !orders.IsChecked(order, PreflightCheck.UpgradeChecks))
        {
            return view;
        }

        switch (UpgradeCheckTurn.Of(view, orders.Peers(order)))
        {
            case UpgradeCheckTurn.Ask ask:
                var key = new ResourceKey(order.Metadata.Namespace ?? "", view.Node.Value);
                var results = await OfAsync(key, machine, ask.Question, resolution, cancellation).ConfigureAwait(false);
                return results is null ? null : view with { Resolution = resolution with { Checks = results.Value } };
            case UpgradeCheckTurn.Wait when order.Status is not { Conditions.IsEmpty: false }:
                return null;
            default:
                return view;
        }
    }

    /// <summary>The node has left, or has no upgrade any more.</summary>
    public void Forget(ResourceKey key) => _answers.TryRemove(key, out _);

    /// <summary>What did not come through is no verdict: the same check stops the component once the new code is installed.</summary>
    public static async Task<ImmutableArray<UpgradeCheckResult>> AskAsync(INode machine, UpgradeCheckQuestion question, CancellationToken cancellation)
    {
        var outcome = await machine.CheckAsync(question, cancellation).ConfigureAwait(false);
        var results = outcome is CheckOutcome.Checked answered ? answered.Results : [];
        var silence = outcome is CheckOutcome.Failed failed ? failed.Failure.Message : "the node says nothing of it";
        return
        [
            .. question.Components.Select(component => component.Asked.Name).Select(name =>
                results.FirstOrDefault(result => result.Component == name) ?? new UpgradeCheckResult.NotRun(name, silence, [])),
        ];
    }

    private async Task<ImmutableArray<UpgradeCheckResult>?> OfAsync(
        ResourceKey key, INode machine, UpgradeCheckQuestion question, TargetResolution resolution, CancellationToken cancellation)
    {
        var digest = Digest(question, resolution);
        if (_answers.TryGetValue(key, out var known) && known.Digest == digest && time.GetUtcNow() - known.At is var age && age >= TimeSpan.Zero && age < Lasts(known.Results))
        {
            return known.Results;
        }

        if (!_room.TryEnter(key.Namespace))
        {
            return null;
        }

        try
        {
            var results = await AskAsync(machine, question, cancellation).ConfigureAwait(false);
            _answers[key] = new Answer(digest, results, time.GetUtcNow());
            return results;
        }
        finally
        {
            _room.Leave(key.Namespace);
        }
    }

    private static TimeSpan Lasts(ImmutableArray<UpgradeCheckResult> results) =>
        results.Any(result => result is UpgradeCheckResult.Ran { ExitCode: not (0 or 1) }) ? FailureGoodFor : GoodFor;

    private static string Digest(UpgradeCheckQuestion question, TargetResolution resolution)
    {
        var text = new StringBuilder(question.Repository.Content);
        foreach (var component in question.Components)
        {
            text.Append('\n').Append(component.Asked.Name).Append(' ').AppendJoin(' ', component.Check.Run).Append(' ').Append(component.Check.User);
        }

        foreach (var (package, version) in resolution.Candidates)
        {
            text.Append('\n').Append(package).Append(' ').Append(version.Value);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private sealed record Answer(string Digest, ImmutableArray<UpgradeCheckResult> Results, DateTimeOffset At);
}
