namespace Windlass.Core.Forecasting;

/// <summary>A visit to one node that is still to come or not over, or that has not settled.</summary>
/// <param name="FailureDomain">Where the node stands.</param>
/// <param name="Seconds">How long it will take from now, or from its beginning; 0: it is over.</param>
/// <param name="SettleSeconds">How long it holds its place in the window after that.</param>
/// <param name="IsBegun">It has its place already.</param>
internal sealed record AwaitedVisit(string FailureDomain, double Seconds, double SettleSeconds, bool IsBegun);
