using Windlass.Core.Identities;
using Windlass.Core.Observation;
using Windlass.Nodes;
using Windlass.Operator.Hosting;

namespace Windlass.Operator.Working;

/// <summary>A node whose exchanges are counted. Each one of the node loop that ends, well or not, also shows that it turns.</summary>
internal sealed class MeasuredNode(INode inner, Monitoring monitoring, TimeProvider time) : INode
{
    private static readonly TimeSpan SignOfLife = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public NodeName Name => inner.Name;

    /// <inheritdoc/>
    public async Task<ObserveOutcome> ObserveAsync(ObservationRequest request, CancellationToken ct)
    {
        var begun = time.GetTimestamp();
        var outcome = await inner.ObserveAsync(request, ct).ConfigureAwait(false);
        Count((outcome as ObserveOutcome.Failed)?.Failure, begun);
        return outcome;
    }

    /// <inheritdoc/>
    public async Task<ResolveOutcome> ResolveAsync(TargetQuestion question, CancellationToken ct)
    {
        var begun = time.GetTimestamp();
        var outcome = await inner.ResolveAsync(question, ct).ConfigureAwait(false);
        Count((outcome as ResolveOutcome.Failed)?.Failure, begun);
        return outcome;
    }

    /// <inheritdoc/>
    public async Task<CheckOutcome> CheckAsync(UpgradeCheckQuestion question, CancellationToken ct)
    {
        var begun = time.GetTimestamp();

        // It has minutes, and an end of its own: a loop that waits for it does not hang.
        var checking = inner.CheckAsync(question, ct);
        while (await Task.WhenAny(checking, Task.Delay(SignOfLife, time, ct)).ConfigureAwait(false) != checking)
        {
            monitoring.Loops.Turned("ClusterNode");
        }

        var outcome = await checking.ConfigureAwait(false);
        Count((outcome as CheckOutcome.Failed)?.Failure, begun);
        return outcome;
    }

    /// <inheritdoc/>
    public async Task<StepOutcome> AdvanceAsync(StepOrder order, CancellationToken ct)
    {
        var begun = time.GetTimestamp();
        var outcome = await inner.AdvanceAsync(order, ct).ConfigureAwait(false);
        Count((outcome as StepOutcome.Failed)?.Failure, begun);
        return outcome;
    }

    /// <inheritdoc/>
    public async Task<InquiryOutcome> AskAsync(Inquiry inquiry, CancellationToken ct)
    {
        var begun = time.GetTimestamp();
        var outcome = await inner.AskAsync(inquiry, ct).ConfigureAwait(false);
        CountCommand((outcome as InquiryOutcome.Failed)?.Failure, begun);
        return outcome;
    }

    /// <inheritdoc/>
    public Task<ForwardOutcome> ForwardAsync(string remoteSocketPath, CancellationToken ct) => inner.ForwardAsync(remoteSocketPath, ct);

    /// <inheritdoc/>
    public Task DisconnectAsync(CancellationToken ct) => inner.DisconnectAsync(ct);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private void Count(NodeFailure? failure, long begun)
    {
        monitoring.Loops.Turned("ClusterNode");
        CountCommand(failure, begun);
    }

    private void CountCommand(NodeFailure? failure, long begun) =>
        monitoring.Metrics.SshCommandEnded(failure?.Kind switch
        {
            null => "completed",
            NodeFailureKind.TimedOut => "timed_out",
            NodeFailureKind.Garbled => "garbled",
            _ => "unreachable",
        }, time.GetElapsedTime(begun));
}
