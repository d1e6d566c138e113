using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Upgrades;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>Who asks for a pause now.</summary>
internal static class Pauses
{
    /// <summary>Who asks for a pause of the whole run, and why; empty: nobody.</summary>
    public static string Live(UpgradeView view, DateTimeOffset now) => string.Join(
        "; ", Requests(view, now).Where(request => request.IsForAll()).Select(request => $"{request.Requester}: {request.Reason}"));

    /// <summary>Requests for a role or a node.</summary>
    public static ImmutableArray<PauseRequest> InPart(UpgradeView view, DateTimeOffset now) => [.. Requests(view, now).Where(request => !request.IsForAll())];

    /// <summary>One of them means this node.</summary>
    public static bool Mean(ImmutableArray<PauseRequest> requests, ClusterNode node)
    {
        foreach (var request in requests)
        {
            if (request.Node == node.Metadata.Name || (request.Node.Length == 0 && node.Spec.Roles.Contains(request.Role)))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<PauseRequest> Requests(UpgradeView view, DateTimeOffset now) => view.Upgrade.Spec.PauseRequests.Where(request => request.IsLive(now));
}
