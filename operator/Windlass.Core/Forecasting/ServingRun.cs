using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Plans;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Forecasting;

/// <summary>
/// The upgrade planner itself over the nodes that serve, from here to the end: what it grants takes the time that such work takes. There are few of
/// them however large the cloud is, and they wait for each other in ways that only the planner knows. Not thread-safe.
/// </summary>
internal sealed class ServingRun
{
    /// <summary>Bounds the processor time: three servers of twenty components need some two hundred.</summary>
    private const int MostPasses = 4000;

    /// <summary>Passes at which nothing is in work before it counts as standing still; some only let a node settle.</summary>
    private const int MostQuiet = 240;

    private static readonly TimeSpan QuietStep = TimeSpan.FromSeconds(15);

    private readonly ClusterReleaseSpec _release;
    private readonly WorkLeft _work;
    private readonly DateTimeOffset _start;
    private readonly Dictionary<string, DateTimeOffset> _ends = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<string>> _roles;
    private UpgradeView _view;
    private DateTimeOffset _now;

    /// <param name="view">The objects, with no other nodes than those that serve.</param>
    /// <param name="release">The target.</param>
    /// <param name="work">What work takes.</param>
    /// <param name="now">The operator's time.</param>
    public ServingRun(UpgradeView view, ClusterReleaseSpec release, WorkLeft work, DateTimeOffset now)
    {
        (_view, _release, _work, _start, _now) = (view, release, work, now, now);
        _roles = view.Nodes.ToDictionary(node => node.Metadata.Name, node => node.Spec.Roles, StringComparer.Ordinal);
        foreach (var order in view.Orders)
        {
            _ends[order.Spec.NodeName] = now.AddSeconds(Left(order));
        }
    }

    /// <summary>Time until all packages are there.</summary>
    public TimeSpan Preparing { get; private set; }

    /// <summary>Time that the last visits take.</summary>
    public TimeSpan LastVisits { get; private set; }

    /// <returns>Time until the last node is finished; null: it would wait for somebody.</returns>
    public TimeSpan? Go()
    {
        for (var (pass, quiet) = (0, 0); pass < MostPasses && quiet < MostQuiet; pass++)
        {
            Report();
            var outcome = UpgradePlanner.Grants(_view, _now);
            var before = _now;
            if (outcome.Status.CompletionTime is not null)
            {
                return _now - _start;
            }

            var isNew = Take(outcome);
            quiet = _ends.Count > 0 ? 0 : quiet + 1;
            if (!isNew || _ends.Count > 0)
            {
                _now = _ends.Count > 0 ? Later(_now, _ends.Values.Min()) : _now + QuietStep;
            }

            Book(outcome.Status.Stage, _now - before);
        }

        return null;
    }

    private void Book(string? stage, TimeSpan passed)
    {
        Preparing += stage == UpgradeStage.Preparing ? passed : TimeSpan.Zero;
        LastVisits += stage == UpgradeStage.LastVisits ? passed : TimeSpan.Zero;
    }

    /// <summary>Whoever has done what it was granted says so.</summary>
    private void Report()
    {
        _view = _view with { Orders = [.. _view.Orders.Select(order => _ends.TryGetValue(order.Spec.NodeName, out var end) && end <= _now ? Done(order) : order)] };
    }

    private NodeUpgrade Done(NodeUpgrade order)
    {
        _ends.Remove(order.Spec.NodeName);
        var before = order.Status ?? new NodeUpgradeStatus();
        var after = GrantEffect.Of(order, _release.From(order.Spec.FromRelease), _now);
        return order with
        {
            Status = after with
            {
                // What the node has told about its configuration management is better than what the release lets expect.
                IsConfigurationDue = before.IsPrepared ? before.IsConfigurationDue && !order.Spec.IsGranted(WorkKind.Configure) : after.IsConfigurationDue,
                Conditions = [.. before.Conditions.Where(condition => condition.Type == "Reachable")],
            },
        };
    }

    /// <returns>Something was granted.</returns>
    private bool Take(UpgradeOutcome outcome)
    {
        var before = _view.Orders.ToDictionary(order => order.Spec.NodeName, StringComparer.Ordinal);
        var isNew = false;
        var orders = ImmutableArray.CreateBuilder<NodeUpgrade>(outcome.Orders.Length);
        foreach (var spec in outcome.Orders)
        {
            var known = before.GetValueOrDefault(spec.NodeName);
            if (known is null || ReferenceEquals(known.Spec, spec) || known.Spec.Grants.Length == spec.Grants.Length)
            {
                orders.Add(known ?? Written(null, spec));
                continue;
            }

            var next = Written(known, spec);
            _ends[spec.NodeName] = _ends.TryGetValue(spec.NodeName, out var end) ? end.AddSeconds(Left(next) - Left(known)) : _now.AddSeconds(Left(next));
            isNew = true;
            orders.Add(next);
        }

        _view = _view with { Upgrade = _view.Upgrade with { Status = outcome.Status }, Orders = orders.MoveToImmutable() };
        return isNew;
    }

    private double Left(NodeUpgrade order) => _work.Seconds(order.Spec, order.Status ?? new NodeUpgradeStatus(), _roles.GetValueOrDefault(order.Spec.NodeName, []), _now);

    private static NodeUpgrade Written(NodeUpgrade? before, NodeUpgradeSpec spec) => new()
    {
        Metadata = new ObjectMeta { Name = $"{spec.UpgradeName}-{spec.NodeName}", Generation = (before?.Metadata.Generation ?? 0) + 1 },
        Spec = spec,
        Status = before?.Status,
    };

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}
