using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Plugin;

/// <summary>Reads an upgrade and what belongs to it, each kind once.</summary>
internal sealed class RunReader(IClusterApi api, string space, TimeProvider time)
{
    /// <param name="name">Name of the upgrade; null: the one at work, else the last one.</param>
    /// <param name="cancellation">The person gives up.</param>
    public async Task<RunReading> ReadAsync(string? name, CancellationToken cancellation)
    {
        var upgrades = await AllAsync(Kinds.Upgrades, cancellation).ConfigureAwait(false);
        var orders = await AllAsync(Kinds.WorkOrders, cancellation).ConfigureAwait(false);
        var nodes = await AllAsync(Kinds.Nodes, cancellation).ConfigureAwait(false);
        var plans = await AllAsync(Kinds.Plans, cancellation).ConfigureAwait(false);
        if ((upgrades.Failure ?? orders.Failure ?? nodes.Failure ?? plans.Failure) is { } failure)
        {
            return new RunReading.Failed(Explain(failure, space));
        }

        return UpgradeChoice.Of(Items(upgrades), name, space, out var problem) is { } upgrade
            ? new RunReading.Found(RunSight.Of(upgrade, Items(orders), Items(nodes), Items(plans), time.GetUtcNow()))
            : new RunReading.Failed(problem!);
    }

    /// <summary>A failure as a sentence with what to do about it.</summary>
    public static string Explain(ApiFailure failure, string space) => failure switch
    {
        ApiFailure.NotFound => $"{failure.Message}: does this server have Windlass's kinds? (kubectl apply -f crds/)",
        ApiFailure.Forbidden => $"{failure.Message}: ask for the role windlass-view, or windlass-edit to change anything, in namespace {space}",
        ApiFailure.Unauthorized => $"{failure.Message}: the credentials of the kubeconfig are not accepted",
        ApiFailure.Unavailable { Reach: not ServerReach.Answered } => $"{failure.Message}: is the server of the kubeconfig running? (--kubeconfig and --context choose another)",
        _ => failure.Message,
    };

    private Task<ApiOutcome<ResourceList<T>>> AllAsync<T>(ResourceType<T> type, CancellationToken cancellation)
        where T : class, IResource => api.ListAsync(type, new ListOptions { Namespace = space }, cancellation);

    private static ImmutableArray<T> Items<T>(ApiOutcome<ResourceList<T>> outcome)
        where T : class, IResource => outcome is ApiOutcome<ResourceList<T>>.Ok { Value: var list } ? list.Items : [];
}
