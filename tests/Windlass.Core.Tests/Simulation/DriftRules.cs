using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Simulation;

namespace Windlass.Core.Tests.Simulation;

/// <summary>
/// Rule 5 after the end: what people do in HAProxy then is named by Drifted and by nothing else, what was left so is not, nothing of it is undone, the run
/// stays over, and nothing is written again and again because of it.
/// </summary>
internal sealed class DriftRules(SimulatedCluster cluster, Scenario scenario, PeoplesDrains people)
{
    private const int MostEvents = 3000;

    /// <summary>What is done so shortly before the end may or may not have been seen at it.</summary>
    private static readonly TimeSpan Blur = TimeSpan.FromSeconds(60);

    private DateTimeOffset? _end;
    private DateTimeOffset _blindAt = DateTimeOffset.MinValue;
    private long _steps;

    /// <summary>After each event of the run.</summary>
    public void Note()
    {
        _end ??= cluster.Objects.Upgrade.Status?.CompletionTime is null ? null : cluster.Now;
        foreach (var node in cluster.Nodes)
        {
            _blindAt = node.IsReachable ? _blindAt : cluster.Now;
        }
    }

    /// <summary>When the run is over and all troubles with it.</summary>
    /// <param name="step">Lets one thing happen and checks every other rule.</param>
    public string? Broken(Func<string?> step)
    {
        _steps = cluster.Objects.Upgrade.Status!.StepsRun;
        var wasBlind = _end - _blindAt < Blur;
        ImmutableArray<(NodeName Instance, ServerRef Server)> back = [.. people.Out.Where(one => wasBlind || _end - one.Value < Blur).Select(one => one.Key)];
        foreach (var (instance, server) in back)
        {
            people.GiveBack(cluster, instance, server);
        }

        return Until(step, () => Drifted == ConditionStatus.False && IsLeft && !back.Any(IsToldOut), "what was left so, and nothing else, is out of rotation")
            ?? (TakeOut() is { } taken ? Watch(step, taken.Instance, taken.Server) : null);
    }

    private AdminState State => scenario.Seed / 8 % 2 == 0 ? AdminState.Drain : AdminState.Maintenance;

    private ConditionStatus? Drifted => cluster.Condition("Drifted")?.Status;

    /// <summary>The first look after the end still tells what was left so.</summary>
    private bool IsLeft => cluster.Objects.Orders.All(order => order.Status is { LeftTime: not null });

    /// <summary>What is given back and taken out again before anybody looked was out all the time.</summary>
    private bool IsToldOut((NodeName Instance, ServerRef Server) one) => cluster.Objects.Orders.Any(order => order.Status!.OutOfRotation.Any(
        told => told.Instance == one.Instance.Value && told.Backend == one.Server.Backend && told.Server == one.Server.Server));

    private string? Watch(Func<string?> step, NodeName instance, ServerRef server)
    {
        var broken = Until(step, () => IsNamed(instance, server), $"people took {server} out on {instance}");
        if (broken is null && scenario.Seed % 3 == 0)
        {
            cluster.RestartOperator();
        }

        broken ??= For(step, TimeSpan.FromMinutes(1));
        var written = cluster.Objects.Version;
        broken ??= For(step, TimeSpan.FromMinutes(2));
        if (broken is not null)
        {
            return broken;
        }

        if (cluster.Objects.Version != written || !IsNamed(instance, server))
        {
            return $"rule 5: {server} is out on {instance} for minutes, {cluster.Objects.Version - written} objects were written meanwhile, and Drifted is {cluster.Condition("Drifted")}";
        }

        people.GiveBack(cluster, instance, server);
        return Until(step, () => Drifted == ConditionStatus.False, $"people gave {server} back on {instance}");
    }

    private bool IsNamed(NodeName instance, ServerRef server) => cluster.Condition("Drifted") is { Status: ConditionStatus.True, Reason: "ServersOutOfRotation" } drifted
        && drifted.Message.Contains($"{server.Server}: {server.Backend} is {(State == AdminState.Drain ? "drained" : "in maintenance")} in HAProxy on {instance}", StringComparison.Ordinal);

    /// <summary>One that nobody has taken out, beginning anywhere; null: there is none.</summary>
    private (NodeName Instance, ServerRef Server)? TakeOut()
    {
        var all = cluster.Balancers.Names.SelectMany(name => cluster.Balancers[name].Snapshot().Servers.Where(server => server.Backend != "neutron").Select(server => (name, server.Ref))).ToArray();
        for (var i = 0; i < all.Length; i++)
        {
            var (instance, server) = all[(int)(((scenario.Seed / 16) + (ulong)i) % (ulong)all.Length)];
            people.TakeOut(cluster, instance, server, State);
            if (people.Out.TryGetValue((instance, server), out var since) && since == cluster.Now)
            {
                return (instance, server);
            }
        }

        return null;
    }

    private string? For(Func<string?> step, TimeSpan time)
    {
        var until = cluster.Now + time;
        return Until(step, () => cluster.Now >= until, "time passes");
    }

    private string? Until(Func<string?> step, Func<bool> isSo, string after)
    {
        for (var last = cluster.EventNumber + MostEvents; !isSo();)
        {
            if (cluster.EventNumber > last)
            {
                return $"rule 5: {after}, and Drifted is still {cluster.Condition("Drifted")}";
            }

            if ((step() ?? Moved()) is { } broken)
            {
                return broken;
            }
        }

        return null;
    }

    private string? Moved() => cluster.Acted is { IsBegun: true } acted ? $"rule 5: {acted.Run.Message} on {acted.Node.Name} after the end"
        : cluster.Objects.Upgrade.Status is not { CompletionTime: not null } status || status.StepsRun != _steps || !cluster.Is("Ready") ? "rule 5: the run is no longer over: somebody has worked in HAProxy"
        : null;
}
