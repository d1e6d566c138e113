using Windlass.Core.Identities;
using Windlass.Core.Observation;

namespace Windlass.Nodes;

/// <summary>
/// One machine as the operator sees it: observe it, advance one step on it, reach a socket on it. Safe for concurrent use.
/// Nothing here throws for what a network or a node can do; an exception is a bug or the caller's cancellation.
/// </summary>
public interface INode : IAsyncDisposable
{
    /// <summary>Name of the node; also the alias under which its host key is known.</summary>
    NodeName Name { get; }

    /// <summary>Asks the node for everything in one round trip. Changes nothing on it. Deadline: 45 s, connecting included.</summary>
    /// <param name="request">What to look for.</param>
    /// <param name="ct">Gives up waiting; the node is not disturbed by that.</param>
    Task<ObserveOutcome> ObserveAsync(ObservationRequest request, CancellationToken ct);

    /// <summary>
    /// Asks the node's APT what it would do, were its source the target release's, in a private folder that goes again. Changes nothing on
    /// it. Takes seconds to minutes: the archives are read. Deadline: <see cref="OpenSshOptions.ResolveTimeout"/>.
    /// </summary>
    /// <param name="question">What to ask.</param>
    /// <param name="ct">Gives up waiting; the node ends by itself.</param>
    Task<ResolveOutcome> ResolveAsync(TargetQuestion question, CancellationToken ct);

    /// <summary>
    /// Runs the target's own upgrade checks from its packages, fetched and unpacked in a private folder that goes again. Changes nothing on
    /// the node. Takes minutes. Deadline: <see cref="OpenSshOptions.CheckTimeout"/>.
    /// </summary>
    /// <param name="question">What to check.</param>
    /// <param name="ct">Gives up waiting; the node ends by itself.</param>
    Task<CheckOutcome> CheckAsync(UpgradeCheckQuestion question, CancellationToken ct);

    /// <summary>
    /// Starts the step, attaches to it, or collects it, whichever is due, in one exchange. Call it again while it answers
    /// <see cref="StepOutcome.Running"/>. A step that has ended is run again only when <see cref="StepOrder.Attempt"/> is higher
    /// than the ledger's <see cref="LedgerEntry.Runs"/>. Short steps are waited for (<see cref="OpenSshOptions.StepWait"/>) and come back finished.
    /// </summary>
    /// <param name="order">The step.</param>
    /// <param name="ct">Gives up waiting; the step itself goes on.</param>
    Task<StepOutcome> AdvanceAsync(StepOrder order, CancellationToken ct);

    /// <summary>Asks the node something in one exchange: no step, nothing is recorded or fenced. Deadline: the question's own and 45 s, connecting included.</summary>
    /// <param name="inquiry">What to ask.</param>
    /// <param name="ct">Gives up waiting.</param>
    Task<InquiryOutcome> AskAsync(Inquiry inquiry, CancellationToken ct);

    /// <summary>Makes a socket of the node reachable as a local socket, for as long as the connection lives. Idempotent.</summary>
    /// <param name="remoteSocketPath">Absolute path on the node.</param>
    /// <param name="ct">Gives up.</param>
    Task<ForwardOutcome> ForwardAsync(string remoteSocketPath, CancellationToken ct);

    /// <summary>Closes the connection, if there is one; the next call opens a new one.</summary>
    /// <param name="ct">Gives up waiting for an orderly end.</param>
    Task DisconnectAsync(CancellationToken ct);
}
