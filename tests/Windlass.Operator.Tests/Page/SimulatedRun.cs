using System.Diagnostics;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Simulation;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Resources;
using Windlass.Operator.Simulating;

namespace Windlass.Operator.Tests.Page;

/// <summary>
/// An upgrade of a cloud with OpenStack's services by the real planners over simulated nodes, and its objects written to an API server as the
/// operator would have them.
/// </summary>
internal sealed class SimulatedRun
{
    public const string Space = "region-1";
    private static readonly ApplyOptions Manager = new("windlass-simulation", FieldOwnership.Take);

    private readonly Dictionary<string, (NodeUpgradeSpec Spec, NodeUpgradeStatus? Status)> _written = new(StringComparer.Ordinal);
    private readonly DateTimeOffset? _end;
    private ClusterUpgradeStatus? _upgradeWritten;

    private SimulatedRun(SimulatedCluster cluster, DateTimeOffset? end) => (Cluster, _end) = (cluster, end);

    public SimulatedCluster Cluster { get; }

    public ClusterUpgrade Upgrade => Cluster.Objects.Upgrade;

    /// <summary>Puts a cloud together.</summary>
    /// <param name="cluster">Nodes by role, as <c>windlass simulate --cluster</c> reads them.</param>
    /// <param name="isWithEnd">Tells when it will be over, by running it to its end first.</param>
    public static SimulatedRun Of(string cluster, bool isWithEnd = true)
    {
        var end = isWithEnd ? new SimulatedRun(Build(cluster), null).ToTheEnd().Upgrade.Status!.CompletionTime : null;
        return new SimulatedRun(Build(cluster), end);
    }

    /// <summary>The packages of a node cannot be installed, however often it is tried.</summary>
    public SimulatedRun Break(string node)
    {
        for (var i = 0; i < 20; i++)
        {
            Cluster.Node(node).Expect(new StepFault("Install", StepHarm.Fails));
        }

        return this;
    }

    public SimulatedRun ToTheEnd() => Until(status => status.CompletionTime is not null);

    public SimulatedRun UntilUpdated(int nodes) => Until(status => status.Nodes?.Updated >= nodes);

    /// <summary>Goes on for a time of the run.</summary>
    public SimulatedRun For(TimeSpan time)
    {
        var until = Cluster.Now + time;
        while (Cluster.Now < until)
        {
            Cluster.Step();
        }

        return this;
    }

    public SimulatedRun Until(Func<ClusterUpgradeStatus, bool> isThere)
    {
        var limit = Cluster.Now + TimeSpan.FromDays(3);
        while (Cluster.Objects.Upgrade.Status is not { } status || !isThere(status))
        {
            Cluster.Step();
            if (Cluster.Now > limit)
            {
                throw new UnreachableException($"it does not come to that: {Upgrade.Status?.Conditions.FirstOrDefault(one => one.Type == "Ready")?.Message}");
            }
        }

        return this;
    }

    /// <summary>Writes what is new since the last time.</summary>
    public async Task WriteAsync(IClusterApi api, CancellationToken cancellation)
    {
        if (_upgradeWritten is null)
        {
            await MustAsync(api.CreateAsync(Kinds.Upgrades, Upgrade with { Metadata = new ObjectMeta { Name = Upgrade.Metadata.Name, Namespace = Space }, Status = null }, cancellation));
            await Parallel.ForEachAsync(Cluster.Objects.Nodes, Eight(cancellation), async (node, token) => await MustAsync(api.CreateAsync(Kinds.Nodes, Plain(node), token)));
        }

        var changed = Cluster.Objects.Orders.Where(order => !_written.TryGetValue(order.Spec.NodeName, out var known) || known.Spec != order.Spec || known.Status != order.Status).ToArray();
        await Parallel.ForEachAsync(changed, Eight(cancellation), async (order, token) => await WriteAsync(api, order, token));
        foreach (var order in changed)
        {
            _written[order.Spec.NodeName] = (order.Spec, order.Status);
        }

        if (Upgrade.Status is { } status && status != _upgradeWritten)
        {
            _upgradeWritten = status;
            var eta = status is { StartTime: not null, CompletionTime: null } ? _end : null;
            await MustAsync(api.ApplyStatusAsync(Kinds.Upgrades, Upgrade with { Metadata = Named(Upgrade.Metadata.Name), Status = status with { Eta = eta } }, Manager, cancellation));
        }
    }

    private async Task WriteAsync(IClusterApi api, NodeUpgrade order, CancellationToken cancellation)
    {
        var plain = order with { Metadata = Named(order.Metadata.Name) };
        if (!_written.TryGetValue(order.Spec.NodeName, out var known) || known.Spec != order.Spec)
        {
            await MustAsync(api.ApplyAsync(Kinds.WorkOrders, plain with { Status = null }, Manager, cancellation));
        }

        if (order.Status is not null && order.Status != known.Status)
        {
            await MustAsync(api.ApplyStatusAsync(Kinds.WorkOrders, plain, Manager, cancellation));
        }
    }

    private static SimulatedCluster Build(string cluster)
    {
        var releases = Path.Combine(Root(AppContext.BaseDirectory), "config", "releases");
        var upgrade = Path.GetTempFileName();
        try
        {
            File.WriteAllText(upgrade, $$"""
                apiVersion: windlass.dev/v1alpha1
                kind: ClusterUpgrade
                metadata: {name: to-epoxy, namespace: {{Space}}}
                spec: {targetRelease: epoxy, strategy: {satellites: {compute: {maxInFlight: 24} } } }
                """);
            var settings = new SimulateSettings { Files = [.. Directory.GetFiles(releases, "*.yaml"), upgrade], Namespace = Space, Cluster = cluster, From = "caracal" };
            return CloudBuilder.Build(settings, Start) switch
            {
                CloudReading.Ready ready => ready.Cloud.Build(new SimulationSettings { Times = StepTimes.Typical, IsUndisturbed = true }, Start),
                CloudReading.Unusable unusable => throw new UnreachableException(string.Join("; ", unusable.Problems)),
                _ => throw new UnreachableException(),
            };
        }
        finally
        {
            File.Delete(upgrade);
        }
    }

    /// <summary>At night, when it matters.</summary>
    private static readonly DateTimeOffset Start = new(2026, 3, 14, 1, 30, 0, TimeSpan.Zero);

    private static ParallelOptions Eight(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = 8, CancellationToken = cancellation };

    private static ClusterNode Plain(ClusterNode node) => node with { Metadata = new ObjectMeta { Name = node.Metadata.Name, Namespace = Space }, Status = null };

    private static ObjectMeta Named(string name) => new() { Name = name, Namespace = Space };

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "Windlass.slnx")) ? folder : Root(Path.GetDirectoryName(folder)!);

    private static async Task MustAsync<T>(Task<ApiOutcome<T>> asked)
        where T : class
    {
        if ((await asked).Failure is { } failure)
        {
            throw new UnreachableException($"{failure.GetType().Name}: {failure.Message}");
        }
    }
}
