using System.Collections.Immutable;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Planning.Nodes;

/// <summary>What a drain is about to take out of rotation, said before it is done: the only proof later of what is ours to give back.</summary>
public static class DrainClaims
{
    /// <summary>
    /// Records of the step's servers, with the state found before anything was touched. Those known already are kept as they are, but
    /// for a server that others had taken out and have given back since: it is in rotation, so taking it out now is our doing.
    /// </summary>
    /// <param name="view">What is known of the node.</param>
    /// <param name="step">The step about to be run.</param>
    public static ImmutableArray<DrainRecord> Of(NodeView view, NodeStep.Drain step)
    {
        var claims = view.Drains.ToDictionary(claim => (claim.Instance, claim.ServerRef()));
        foreach (var read in view.LoadBalancers.OfType<ReadOutcome.Read>())
        {
            var matched = ServerMatch.Find(read.Snapshot, step.Backends, view.Node, view.Spec.Address, view.Spec.Haproxy?.ServerName);
            foreach (var server in matched.Servers)
            {
                var found = new DrainRecord(read.Instance, server.Backend, server.Server, read.Snapshot.Find(server)!.Admin);
                if (!claims.TryAdd((read.Instance, server), found) && !found.IsForeign())
                {
                    claims[(read.Instance, server)] = found;
                }
            }
        }

        return [.. claims.Values];
    }
}
