using System.Collections.Immutable;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;

namespace Windlass.Core.Simulation;

/// <summary>
/// A HAProxy instance as a state machine without time: a check happens when <see cref="CheckAll"/> says so. It keeps the habits that
/// hurt (a server that leaves maintenance counts as up before any check, a reload forgets every administrative state), and passes
/// the same contract tests as the real one. Not thread-safe.
/// </summary>
public sealed class SimulatedHAProxy
{
    private readonly NodeName _instance;
    private readonly Dictionary<ServerRef, Row> _byName = [];
    private readonly ImmutableArray<Row> _rows;

    private LoadBalancerSnapshot? _snapshot;
    private int _processId = 1000;

    /// <summary>Starts with every service running and every server fully up.</summary>
    /// <param name="instance">The node it runs on.</param>
    /// <param name="servers">Its configuration.</param>
    public SimulatedHAProxy(NodeName instance, IEnumerable<SimulatedServer> servers)
    {
        _instance = instance;
        _rows = [.. servers.OrderBy(server => server.Server.ToString(), StringComparer.Ordinal).Select(server => new Row(server))];
        foreach (var row in _rows)
        {
            _byName.Add(row.Server.Server, row);
        }
    }

    /// <summary>Grows with everything that changes here.</summary>
    public int Version { get; private set; }

    /// <summary>Grows whenever an administrative state may have changed.</summary>
    public int AdminVersion { get; private set; }

    /// <summary>What the instance would tell now.</summary>
    public LoadBalancerSnapshot Snapshot() => _snapshot ??= new(_instance, _processId, "2.6.12", [.. _rows.Select(row => row.State())]);

    /// <summary>Sets an administrative state.</summary>
    /// <returns>Nothing when it was accepted, otherwise HAProxy's words.</returns>
    public string SetState(ServerRef server, AdminState state)
    {
        if (Refusal(server) is { } refusal)
        {
            return refusal;
        }

        _byName[server].Set(state);
        AdminVersion++;
        Changed();
        return "";
    }

    /// <summary>Closes the sessions of a server.</summary>
    /// <returns>Nothing when it was accepted, otherwise HAProxy's words.</returns>
    public string ShutDownSessions(ServerRef server)
    {
        if (Refusal(server) is { } refusal)
        {
            return refusal;
        }

        SetSessions(server, 0);
        return "";
    }

    /// <summary>Starts or stops the service behind a server; checks find out later.</summary>
    /// <param name="server">The server.</param>
    /// <param name="isRunning">Whether it accepts connections from now on.</param>
    public void SetService(ServerRef server, bool isRunning) => _byName[server].IsRunning = isRunning;

    /// <summary>Sets how many sessions the server holds.</summary>
    /// <param name="server">The server.</param>
    /// <param name="count">Sessions in progress.</param>
    public void SetSessions(ServerRef server, long count)
    {
        _byName[server].Sessions = count;
        Changed();
    }

    /// <summary>Every server that is checked is checked once.</summary>
    public void CheckAll()
    {
        var isChanged = false;
        foreach (var row in _rows)
        {
            isChanged |= row.Check();
        }

        if (isChanged)
        {
            Changed();
        }
    }

    /// <summary>No check would find anything new.</summary>
    public bool IsSettled()
    {
        foreach (var row in _rows)
        {
            if (!row.IsSettled)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A new worker: every administrative state is forgotten, and every server counts as up until checks say otherwise.</summary>
    public void Reload()
    {
        _processId++;
        AdminVersion++;
        Changed();
        foreach (var row in _rows)
        {
            row.Forget();
        }
    }

    /// <summary>Where a new connection to a backend may go.</summary>
    /// <param name="backend">The backend.</param>
    /// <returns>Active servers it believes in, or else backups; empty: the client gets an error.</returns>
    public ImmutableArray<ServerRef> Candidates(string backend)
    {
        var usable = _rows.Where(row => row.Server.Server.Backend == backend && row.TakesTraffic).ToImmutableArray();
        var active = usable.Where(row => !row.Server.IsBackup).ToImmutableArray();
        return [.. (active.IsEmpty ? usable : active).Select(row => row.Server.Server)];
    }

    private void Changed()
    {
        Version++;
        _snapshot = null;
    }

    private string? Refusal(ServerRef server)
    {
        if (_byName.ContainsKey(server))
        {
            return null;
        }

        return _rows.Any(row => row.Server.Server.Backend == server.Backend) ? "No such server." : "No such backend.";
    }

    /// <summary>One server's memory: HAProxy counts checks from 0 (down) over rise (just up) to rise + fall - 1 (fully up).</summary>
    private sealed class Row(SimulatedServer server)
    {
        private AdminState _admin = AdminState.Ready;
        private int _counter = server.Rise + server.Fall - 1;

        internal SimulatedServer Server { get; } = server;

        internal bool IsRunning { get; set; } = true;

        internal long Sessions { get; set; }

        internal bool TakesTraffic => _admin == AdminState.Ready && IsBelievedUp;

        private int Full => Server.Rise + Server.Fall - 1;

        private bool IsBelievedUp => !Server.IsChecked || _counter >= Server.Rise;

        internal void Set(AdminState state)
        {
            // The optimism that makes maint -> ready dangerous.
            if (_admin == AdminState.Maintenance && state != AdminState.Maintenance)
            {
                _counter = Server.Rise;
            }

            _admin = state;
        }

        internal void Forget()
        {
            _admin = AdminState.Ready;
            _counter = Server.Rise;
        }

        internal bool IsSettled => !Server.IsChecked || _admin == AdminState.Maintenance || _counter == (IsRunning ? Full : 0);

        /// <summary>Checks once; true: the check changed something.</summary>
        internal bool Check()
        {
            if (IsSettled)
            {
                return false;
            }

            _counter = IsRunning ? (_counter + 1 >= Server.Rise ? Full : _counter + 1) : (_counter > Server.Rise ? _counter - 1 : 0);
            return true;
        }

        internal ServerState State() => new(
            Server.Server.Backend,
            Server.Server.Server,
            Server.Address,
            Server.Port,
            _admin,
            Health(),
            Server.IsBackup,
            Sessions,
            0,
            Status());

        private HealthState Health()
        {
            if (_admin == AdminState.Maintenance)
            {
                return HealthState.Unknown;
            }

            if (!Server.IsChecked)
            {
                return HealthState.NoCheck;
            }

            return _counter == 0 ? HealthState.Down : _counter == Full ? HealthState.Up : HealthState.Changing;
        }

        private string Status()
        {
            if (_admin == AdminState.Maintenance)
            {
                return "MAINT";
            }

            if (!IsBelievedUp)
            {
                return _counter == 0 ? "DOWN" : $"DOWN {_counter}/{Server.Rise}";
            }

            var word = _admin == AdminState.Drain ? "DRAIN" : Server.IsChecked ? "UP" : "no check";
            return Server.IsChecked && _counter < Full ? $"{word} {_counter - Server.Rise + 1}/{Server.Fall}" : word;
        }
    }
}
