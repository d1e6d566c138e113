using System.Collections.Immutable;
using System.CommandLine;
using Windlass.Core.Api.Upgrades;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Commands.Plugin;

/// <summary><c>kubectl windlass retry NODE</c>: the next try of a failed step, at once.</summary>
internal static class RetryCommand
{
    public static Command Create()
    {
        var (session, upgrade) = (new SessionOptions(), UpgradeArgument.CreateOption());
        var node = new Argument<string>("node") { Description = "Name of the ClusterNode whose step failed." };
        var command = new Command("retry", "Have the next try of a failed step at once, instead of up to a minute later: for when what was wrong is put right.") { node, upgrade };
        session.AddTo(command);
        command.SetAction((result, cancellation) => session.ReadAsync(
            result, result.GetValue(upgrade), (api, sight) => RetryAsync(result, api, sight, result.GetRequiredValue(node), cancellation), cancellation));
        return command;
    }

    private static Task<int> RetryAsync(ParseResult result, ApiSession api, RunSight sight, string node, CancellationToken cancellation)
    {
        var order = sight.Orders.FirstOrDefault(order => order.Spec.NodeName == node);
        if (order?.Status?.Step is not { Attempt: > 0 } step || RunSight.Condition(order, "Reconciling")?.Reason is not (null or "RetryPending"))
        {
            return Task.FromResult(Failure.Report($"{node} has no failed step that waits for its next try: kubectl windlass why {node}"));
        }

        var after = RetryRequest.NameOf(step.Name, step.Component, step.Attempt);
        return ChangeRun.UpgradeAsync(result, api, sight.Upgrade, now => Asked(now, sight, node, after), $"next try of {step.Name} on {node} asked for", cancellation);
    }

    /// <summary>Requests that are over go, so that the list never fills up.</summary>
    private static ClusterUpgrade Asked(ClusterUpgrade upgrade, RunSight sight, string node, string after)
    {
        var live = sight.Orders.Where(order => order.Status?.Step is not null)
            .Select(order => (order.Spec.NodeName, After: RetryRequest.NameOf(order.Status!.Step!.Name, order.Status.Step.Component, order.Status.Step.Attempt)))
            .ToImmutableHashSet();
        return upgrade with
        {
            Spec = upgrade.Spec with
            {
                Retries = [.. upgrade.Spec.Retries.Where(request => request.Node != node && live.Contains((request.Node, request.After))), new RetryRequest { Node = node, After = after }],
            },
        };
    }
}
