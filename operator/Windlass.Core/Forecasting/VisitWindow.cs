using Windlass.Core.Api.Upgrades;

namespace Windlass.Core.Forecasting;

/// <summary>When the last of many nodes is through a sliding window, without asking the planner for each: in a large cloud there are thousands.</summary>
internal static class VisitWindow
{
    /// <param name="visits">Visits in the order in which nodes are taken.</param>
    /// <param name="policy">How wide the window is.</param>
    /// <returns>Seconds until the last is over; nobody waits for it to settle.</returns>
    public static double Seconds(IReadOnlyList<AwaitedVisit> visits, SatelliteStrategy policy)
    {
        var (busy, now, end) = (new PriorityQueue<string, double>(), 0.0, 0.0);
        foreach (var visit in visits.Where(visit => visit.IsBegun))
        {
            busy.Enqueue(visit.FailureDomain, visit.Seconds + visit.SettleSeconds);
            end = Math.Max(end, visit.Seconds);
        }

        var begun = visits.Count(visit => visit.IsBegun);
        foreach (var visit in visits.Where(visit => !visit.IsBegun))
        {
            if (policy.Canary is { } canary && begun++ == canary.Nodes)
            {
                now = Math.Max(now, end + canary.SoakSeconds);
            }

            while (busy.TryPeek(out var domain, out var free) && (free <= now || busy.Count >= policy.MaxInFlight || (policy.PerFailureDomain && domain != visit.FailureDomain)))
            {
                busy.Dequeue();
                now = Math.Max(now, free);
            }

            busy.Enqueue(visit.FailureDomain, now + visit.Seconds + visit.SettleSeconds);
            end = Math.Max(end, now + visit.Seconds);
        }

        return end;
    }
}
