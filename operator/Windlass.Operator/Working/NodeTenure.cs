namespace Windlass.Operator.Working;

/// <summary>By what right a pass acts on its node.</summary>
/// <param name="Token">Fencing token of the node's shard; see <see cref="Core.Identities.Fence"/>.</param>
/// <param name="IsCurrent">By our own clock nobody may have taken over yet.</param>
/// <param name="ConfirmAsync">Asks the server whether we still hold our lease; false: it is lost.</param>
internal sealed record NodeTenure(long Token, Func<bool> IsCurrent, Func<CancellationToken, Task<bool>> ConfirmAsync);
