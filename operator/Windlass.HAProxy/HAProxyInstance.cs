using System.Collections.Immutable;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.HAProxy.Parsing;
using Windlass.HAProxy.Runtime;

namespace Windlass.HAProxy;

/// <summary>
/// A HAProxy instance (2.4 and later) over its admin socket. Each call is one connection with one line; each exchange has a deadline
/// of 5 s and a cap of 8 MiB.
/// </summary>
/// <param name="instance">The node the instance runs on.</param>
/// <param name="socketPath">Local path of a stats socket of level admin: in production the local end of an SSH forward.</param>
/// <param name="time">Runs the deadlines.</param>
/// <param name="masterSocketPath">
/// Local path of the master socket. When known, sessions held by a worker that a reload has replaced count as well. Null: only the current worker's.
/// </param>
public sealed class HAProxyInstance(NodeName instance, string socketPath, TimeProvider time, string? masterSocketPath = null) : ILoadBalancer
{
    private readonly RuntimeSocket _socket = new(socketPath, time);
    private readonly OldSessions? _oldSessions = masterSocketPath is null ? null : new OldSessions(new RuntimeSocket(masterSocketPath, time));

    /// <inheritdoc/>
    public NodeName Instance { get; } = instance;

    /// <inheritdoc/>
    public async Task<ReadOutcome> ReadAsync(CancellationToken cancellationToken)
    {
        var reading = await AskAsync(RuntimeCommand.Show, cancellationToken).ConfigureAwait(false);
        return reading switch
        {
            RuntimeReading.Whole whole => new ReadOutcome.Read(whole.Runtime.Snapshot),
            RuntimeReading.Broken broken => new ReadOutcome.Unreadable(Instance, broken.Message),
            _ => new ReadOutcome.Unreadable(Instance, "no answer"),
        };
    }

    /// <inheritdoc/>
    public Task<CommandOutcome> SetStateAsync(ServerRef server, AdminState state, CancellationToken cancellationToken) =>
        SetStatesAsync([server], state, cancellationToken);

    /// <inheritdoc/>
    public async Task<CommandOutcome> SetStatesAsync(ImmutableArray<ServerRef> servers, AdminState state, CancellationToken cancellationToken)
    {
        if (Unsafe(servers) is { } refused)
        {
            return refused;
        }

        var lines = RuntimeCommand.SetStates(servers, state);
        foreach (var line in lines[..^1])
        {
            switch (await _socket.AskAsync(line, cancellationToken).ConfigureAwait(false))
            {
                case RuntimeAnswer.Failed failed:
                    return new CommandOutcome.Unreadable(failed.Message);
                case RuntimeAnswer.Text text when !string.IsNullOrWhiteSpace(text.Value):
                    return new CommandOutcome.Rejected(text.Value.Trim());
            }
        }

        var reading = await AskAsync(lines[^1], cancellationToken).ConfigureAwait(false);
        return Judge(reading, servers, state);
    }

    /// <inheritdoc/>
    public async Task<CommandOutcome> ShutDownSessionsAsync(ServerRef server, CancellationToken cancellationToken)
    {
        if (Unsafe([server]) is { } refused)
        {
            return refused;
        }

        var reading = await AskAsync(RuntimeCommand.ShutDownSessions(server), cancellationToken).ConfigureAwait(false);
        return Judge(reading, [server], null);
    }

    private static CommandOutcome.Rejected? Unsafe(ImmutableArray<ServerRef> servers)
    {
        foreach (var server in servers)
        {
            if (!RuntimeCommand.IsSafe(server))
            {
                return new CommandOutcome.Rejected($"'{server}' is not a backend and server name HAProxy could have (letters, digits, and any of _:.-)");
            }
        }

        return null;
    }

    private static CommandOutcome Judge(RuntimeReading reading, ImmutableArray<ServerRef> servers, AdminState? wanted)
    {
        if (reading is not RuntimeReading.Whole { Runtime: var runtime })
        {
            return new CommandOutcome.Unreadable(reading is RuntimeReading.Broken broken ? broken.Message : "no answer");
        }

        // A successful command answers nothing: there is no status code, any text is a refusal.
        if (runtime.Complaint.Length > 0)
        {
            return new CommandOutcome.Rejected(runtime.Complaint);
        }

        return wanted is { } state && Disobedient(runtime, servers, state) is { } problem
            ? new CommandOutcome.Rejected(problem)
            : new CommandOutcome.Applied(runtime.Snapshot);
    }

    private static string? Disobedient(RuntimeSnapshot runtime, ImmutableArray<ServerRef> servers, AdminState state)
    {
        foreach (var server in servers)
        {
            if (!runtime.Flags.TryGetValue(server, out var flags) || !flags.Obeys(state))
            {
                return $"{server} was set to {state} without complaint, but reads back as {runtime.Snapshot.Find(server)?.Status ?? "missing"}";
            }
        }

        return null;
    }

    private async Task<RuntimeReading> AskAsync(string line, CancellationToken cancellationToken)
    {
        var answer = await _socket.AskAsync(line, cancellationToken).ConfigureAwait(false);
        if (answer is not RuntimeAnswer.Text text)
        {
            return new RuntimeReading.Broken(answer is RuntimeAnswer.Failed failed ? failed.Message : "no answer");
        }

        if (!RuntimeSnapshot.TryParse(Instance, text.Value, out var runtime, out var problem))
        {
            return new RuntimeReading.Broken($"{socketPath}: {problem}");
        }

        return _oldSessions is null
            ? new RuntimeReading.Whole(runtime)
            : await _oldSessions.AddAsync(runtime, cancellationToken).ConfigureAwait(false);
    }
}
