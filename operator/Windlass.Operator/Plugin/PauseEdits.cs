using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;

namespace Windlass.Operator.Plugin;

/// <summary>Puts a request for a pause into an upgrade, or takes one away; one entry for each requester.</summary>
internal static class PauseEdits
{
    /// <summary>The key of a request: who asks, and for which part, so that one person can pause two nodes.</summary>
    public static string KeyOf(string requester, string role, string node) =>
        node.Length > 0 ? $"{requester}/node/{node}" : role.Length > 0 ? $"{requester}/role/{role}" : requester;

    /// <summary>With the request; an earlier one of the same requester is replaced.</summary>
    public static ClusterUpgrade With(ClusterUpgrade upgrade, PauseRequest request) =>
        Set(upgrade, [.. upgrade.Spec.PauseRequests.Where(other => other.Requester != request.Requester), request]);

    /// <summary>Without the requests that fit.</summary>
    public static ClusterUpgrade Without(ClusterUpgrade upgrade, Func<PauseRequest, bool> isMeant) =>
        Set(upgrade, [.. upgrade.Spec.PauseRequests.Where(request => !isMeant(request))]);

    private static ClusterUpgrade Set(ClusterUpgrade upgrade, ImmutableArray<PauseRequest> requests) =>
        upgrade with { Spec = upgrade.Spec with { PauseRequests = requests } };
}
