using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.HAProxy;

namespace Windlass.Operator.Working;

/// <summary>
/// Carries out rotation steps on every HAProxy of a cluster. Nothing is remembered here: what is ours stands in the drain
/// records, which the caller has written to the API before any state is set.
/// </summary>
internal sealed partial class RotationSteps(LoadBalancerPool pool, TimeProvider time, ILogger<RotationSteps> logger)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>A bounded stay in here, so that the node itself is looked at again now and then.</summary>
    private static readonly TimeSpan LongestStay = TimeSpan.FromSeconds(10);

    /// <summary>Polls in a row that must show no session: one in between two requests of a client proves nothing.</summary>
    private const int QuietPolls = 3;

    /// <summary>
    /// Drains what is ours of the step's backends and waits a while for its sessions to end. Once they have, the servers go into
    /// maintenance at once: a pass in between would look at the same again.
    /// </summary>
    public async Task DrainAsync(string space, ImmutableArray<DrainRecord> records, CancellationToken cancellation)
    {
        var ours = Ours(records);
        await SetAsync(space, ours, AdminState.Drain, state => state == AdminState.Ready, cancellation).ConfigureAwait(false);
        var (begun, quiet) = (time.GetTimestamp(), 0);
        while (true)
        {
            var readings = await pool.ReadAllAsync(space, cancellation).ConfigureAwait(false);
            var isEmpty = readings.All(reading => DrainProgress.Of(reading, Servers(ours, reading.Instance)) is DrainProgress.Drained);
            if (readings.Any(reading => DrainProgress.Of(reading, Servers(ours, reading.Instance)) is DrainProgress.NotAsserted))
            {
                // A reload has forgotten the drain: the planner decides anew, from what is so now.
                LogForgotten(logger);
                return;
            }

            quiet = isEmpty ? quiet + 1 : 0;
            if (quiet >= QuietPolls)
            {
                await SetAsync(space, ours, AdminState.Maintenance, state => state == AdminState.Drain, cancellation).ConfigureAwait(false);
                return;
            }

            if (time.GetElapsedTime(begun) >= LongestStay)
            {
                return;
            }

            await Task.Delay(Poll, time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Puts what is ours into maintenance for the work itself.</summary>
    public async Task IsolateAsync(string space, ImmutableArray<DrainRecord> records, DrainTimeoutPolicy policy, CancellationToken cancellation)
    {
        var ours = Ours(records);
        await SetAsync(space, ours, AdminState.Maintenance, state => state != AdminState.Maintenance, cancellation).ConfigureAwait(false);
        if (policy != DrainTimeoutPolicy.CloseSessions)
        {
            return;
        }

        foreach (var (balancer, servers) in await BalancersAsync(space, ours, cancellation).ConfigureAwait(false))
        {
            foreach (var server in servers)
            {
                await balancer.ShutDownSessionsAsync(server, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>While a step works on a node its drains are kept up: a reload of HAProxy forgets them.</summary>
    /// <returns>Servers that had come back by themselves.</returns>
    public async Task<ImmutableArray<ServerRef>> KeepOutAsync(string space, ImmutableArray<DrainRecord> records, CancellationToken cancellation)
    {
        var back = await SetAsync(space, Ours(records), AdminState.Maintenance, state => state == AdminState.Ready, cancellation).ConfigureAwait(false);
        if (!back.IsEmpty)
        {
            LogReasserted(logger, back.Length);
        }

        return back;
    }

    /// <summary>Maintenance, drain, checks pass, ready, up: one transition at a time on each instance.</summary>
    /// <returns>Records that are still open: not seen in rotation yet.</returns>
    public async Task<ImmutableArray<DrainRecord>> RestoreAsync(string space, ImmutableArray<DrainRecord> records, CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        var open = records;

        // What others took out is looked at until the end: given back meanwhile, it must be seen up like everything else.
        ImmutableArray<DrainRecord> foreign = [.. records.Where(record => record.IsForeign())];
        while (true)
        {
            var hosts = pool.Hosts(space).ToImmutableDictionary(host => new NodeName(host.Metadata.Name));

            // An HAProxy that is no longer part of the cluster has nothing to give back.
            var passes = open.Union(foreign).Where(record => hosts.ContainsKey(record.Instance)).GroupBy(record => record.Instance)
                .Select(group => RestoreOnAsync(hosts[group.Key], [.. group], cancellation));
            open = [.. (await Task.WhenAll(passes).ConfigureAwait(false)).SelectMany(left => left)];
            if (open.IsEmpty || time.GetElapsedTime(begun) >= LongestStay)
            {
                return open.IsEmpty ? [] : [.. open.Union(foreign)];
            }

            await Task.Delay(Poll, time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<ImmutableArray<DrainRecord>> RestoreOnAsync(ClusterNode host, ImmutableArray<DrainRecord> records, CancellationToken cancellation)
    {
        if (await pool.ConnectAsync(host, cancellation).ConfigureAwait(false) is not BalancerOutcome.Connected { Balancer: var balancer })
        {
            return records;
        }

        var reading = await balancer.ReadAsync(cancellation).ConfigureAwait(false);
        var open = ImmutableArray.CreateBuilder<DrainRecord>();
        foreach (var record in records)
        {
            var progress = RestoreProgress.Of(reading, record);
            if (progress is RestoreProgress.Set set && await balancer.SetStateAsync(set.Server, set.State, cancellation).ConfigureAwait(false) is CommandOutcome.Applied applied)
            {
                reading = new ReadOutcome.Read(applied.After);
            }

            if (progress is not (RestoreProgress.Restored or RestoreProgress.LeaveAlone))
            {
                open.Add(record);
            }
        }

        return open.ToImmutable();
    }

    /// <summary>Sets the state where the present one asks for it; what cannot be set now is seen by the next observation.</summary>
    /// <returns>Servers whose state asked for it.</returns>
    private async Task<ImmutableArray<ServerRef>> SetAsync(
        string space, ImmutableArray<DrainRecord> records, AdminState target, Func<AdminState, bool> needs, CancellationToken cancellation)
    {
        // Side by side: each one is a way over SSH of its own.
        var passes = pool.Hosts(space).Select(host => SetOnAsync(host, Servers(records, new NodeName(host.Metadata.Name)), target, needs, cancellation));
        return [.. (await Task.WhenAll(passes).ConfigureAwait(false)).SelectMany(due => due)];
    }

    private async Task<ImmutableArray<ServerRef>> SetOnAsync(
        ClusterNode host, ImmutableArray<ServerRef> servers, AdminState target, Func<AdminState, bool> needs, CancellationToken cancellation)
    {
        if (servers.IsEmpty
            || await pool.ConnectAsync(host, cancellation).ConfigureAwait(false) is not BalancerOutcome.Connected { Balancer: var balancer }
            || await balancer.ReadAsync(cancellation).ConfigureAwait(false) is not ReadOutcome.Read { Snapshot: var snapshot })
        {
            return [];
        }

        var due = servers.Where(server => snapshot.Find(server) is { } state && needs(state.Admin)).ToImmutableArray();
        if (!due.IsEmpty && await balancer.SetStatesAsync(due, target, cancellation).ConfigureAwait(false) is CommandOutcome.Rejected rejected)
        {
            LogRejected(logger, balancer.Instance, rejected.Message);
        }

        return due;
    }

    private async Task<ImmutableArray<(ILoadBalancer Balancer, ImmutableArray<ServerRef> Servers)>> BalancersAsync(
        string space, ImmutableArray<DrainRecord> records, CancellationToken cancellation)
    {
        var found = ImmutableArray.CreateBuilder<(ILoadBalancer, ImmutableArray<ServerRef>)>();
        foreach (var host in pool.Hosts(space))
        {
            var servers = Servers(records, new NodeName(host.Metadata.Name));
            if (!servers.IsEmpty && await pool.ConnectAsync(host, cancellation).ConfigureAwait(false) is BalancerOutcome.Connected connected)
            {
                found.Add((connected.Balancer, servers));
            }
        }

        return found.ToImmutable();
    }

    private static ImmutableArray<DrainRecord> Ours(ImmutableArray<DrainRecord> records) => [.. records.Where(record => !record.IsForeign())];

    private static ImmutableArray<ServerRef> Servers(ImmutableArray<DrainRecord> records, NodeName instance) =>
        [.. records.Where(record => record.Instance == instance).Select(record => record.ServerRef())];
}
