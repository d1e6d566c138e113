using System.Collections.Immutable;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;

namespace Windlass.Core.Simulation;

/// <summary>Every HAProxy of a simulated cluster, and the steps on them as the operator carries them out. Not thread-safe.</summary>
public sealed class SimulatedBalancers
{
    private readonly SortedDictionary<NodeName, SimulatedHAProxy> _instances = [];
    private readonly ImmutableArray<SimulatedServer> _servers;
    private readonly Func<NodeName, bool> _isReadable;
    private readonly ImmutableArray<SimulatedHAProxy> _all;

    private ImmutableArray<ReadOutcome> _read = [];
    private (int Version, int Readable) _readAt = (-1, 0);

    /// <summary>Sets up one instance per node that runs HAProxy.</summary>
    /// <param name="instances">Nodes that run one.</param>
    /// <param name="servers">Their configuration, the same on all.</param>
    /// <param name="isReadable">Whether an instance can be read and written now.</param>
    public SimulatedBalancers(IEnumerable<NodeName> instances, ImmutableArray<SimulatedServer> servers, Func<NodeName, bool> isReadable)
    {
        foreach (var instance in instances)
        {
            _instances.Add(instance, new SimulatedHAProxy(instance, servers));
        }

        (_servers, _isReadable, _all, Names) = (servers, isReadable, [.. _instances.Values], [.. _instances.Keys]);
    }

    /// <summary>Nodes that run an instance.</summary>
    public ImmutableArray<NodeName> Names { get; }

    /// <summary>Grows with everything that changes on any instance.</summary>
    public int Version => Sum(instance => instance.Version);

    /// <summary>Grows whenever an administrative state may have changed anywhere.</summary>
    public int AdminVersion => Sum(instance => instance.AdminVersion);

    /// <summary>No health check would find anything new.</summary>
    public bool IsSettled => _all.All(instance => instance.IsSettled());

    /// <summary>Configuration of every instance.</summary>
    public ImmutableArray<SimulatedServer> Servers => _servers;

    /// <summary>One instance.</summary>
    /// <param name="instance">Its node.</param>
    public SimulatedHAProxy this[NodeName instance] => _instances[instance];

    /// <summary>What the operator sees of all instances.</summary>
    public ImmutableArray<ReadOutcome> Read()
    {
        var present = (Version, Readable());
        if (present != _readAt)
        {
            _readAt = present;
            _read =
            [
                .. _instances.Select(one => _isReadable(one.Key)
                    ? (ReadOutcome)new ReadOutcome.Read(one.Value.Snapshot())
                    : new ReadOutcome.Unreadable(one.Key, "its node does not answer")),
            ];
        }

        return _read;
    }

    /// <summary>Which instances can be read, as bits: for noticing a change.</summary>
    public int Readable()
    {
        var bits = 0;
        foreach (var name in Names)
        {
            bits = (bits << 1) | (_isReadable(name) ? 1 : 0);
        }

        return bits;
    }

    /// <summary>Sets the state of our servers where the present one asks for it.</summary>
    /// <param name="records">Drain records; those of others are left alone.</param>
    /// <param name="target">State to set.</param>
    /// <param name="needs">Which present states ask for it.</param>
    /// <returns>How many were set.</returns>
    public int Set(ImmutableArray<DrainRecord> records, AdminState target, Func<AdminState, bool> needs)
    {
        var count = 0;
        foreach (var record in records.Where(record => !record.IsForeign() && _isReadable(record.Instance)))
        {
            var instance = _instances[record.Instance];
            if (instance.Snapshot().Find(record.ServerRef()) is { } server && needs(server.Admin))
            {
                instance.SetState(record.ServerRef(), target);
                count++;
            }
        }

        return count;
    }

    /// <summary>Closes the sessions of our servers.</summary>
    /// <param name="records">Drain records; those of others are left alone.</param>
    public void CloseSessions(ImmutableArray<DrainRecord> records)
    {
        foreach (var record in records.Where(record => !record.IsForeign() && _isReadable(record.Instance)))
        {
            _instances[record.Instance].ShutDownSessions(record.ServerRef());
        }
    }

    /// <summary>One transition of each server towards rotation.</summary>
    /// <param name="records">What is to be given back.</param>
    /// <returns>Records that are not seen in rotation yet.</returns>
    public ImmutableArray<DrainRecord> Restore(ImmutableArray<DrainRecord> records)
    {
        var open = ImmutableArray.CreateBuilder<DrainRecord>();
        foreach (var record in records)
        {
            var reading = Read().First(one => one.Instance == record.Instance);
            var progress = RestoreProgress.Of(reading, record);
            if (progress is RestoreProgress.Set set)
            {
                _instances[record.Instance].SetState(set.Server, set.State);
            }

            if (progress is not (RestoreProgress.Restored or RestoreProgress.LeaveAlone))
            {
                open.Add(record);
            }
        }

        // What others took out is looked at until the end: given back meanwhile, it must be seen up like everything else.
        return open.Count == 0 ? [] : [.. open.Union(records.Where(record => record.IsForeign()))];
    }

    /// <summary>Tells every instance which services accept connections; it finds out by its checks.</summary>
    /// <param name="isListening">Whether something listens for a server.</param>
    public void Listen(Func<SimulatedServer, bool> isListening)
    {
        foreach (var server in _servers)
        {
            var isRunning = isListening(server);
            foreach (var instance in _all)
            {
                instance.SetService(server.Server, isRunning);
            }
        }
    }

    /// <summary>Every instance checks every server once.</summary>
    public void CheckAll()
    {
        foreach (var instance in _all)
        {
            instance.CheckAll();
        }
    }

    private int Sum(Func<SimulatedHAProxy, int> version)
    {
        var sum = 0;
        foreach (var instance in _all)
        {
            sum += version(instance);
        }

        return sum;
    }

    /// <summary>Administrative states that are not Ready, for comparing two runs.</summary>
    public string Outline() => string.Join("; ", _instances.Values.Select(instance => instance.Snapshot()).SelectMany(snapshot =>
        snapshot.Servers.Where(server => server.Admin != AdminState.Ready).Select(server => $"{server.Ref} on {snapshot.Instance} {server.Admin}")));
}
