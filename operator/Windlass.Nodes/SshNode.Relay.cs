using System.Globalization;
using Windlass.Nodes.Scripts;
using Windlass.Nodes.Transport;

namespace Windlass.Nodes;

/// <content>Sockets of a node whose account may forward nothing: its wrapper hands lines over.</content>
internal sealed partial class SshNode
{
    /// <summary>Beside the sessions for scripts: a step that is waited for must not hold up the load balancers. Both together stay under sshd's ten.</summary>
    private readonly SemaphoreSlim relaySessions = new(Sessions, Sessions);

    private readonly Dictionary<string, SocketRelay> relays = [];

    /// <summary>Under the lock of connecting.</summary>
    private ForwardOutcome.Forwarded Relayed(string remote)
    {
        if (!relays.TryGetValue(remote, out var known))
        {
            var local = Path.Combine(files!.Folder, relays.Count.ToString(CultureInfo.InvariantCulture) + "r");
            relays[remote] = known = SocketRelay.Start(local, (line, ct) => AskSocketAsync(remote, line, ct));
        }

        return new ForwardOutcome.Forwarded(known.Path);
    }

    /// <summary>What went wrong is told in the place of an answer, where the reader of answers shows it to people.</summary>
    private async Task<string> AskSocketAsync(string remote, string line, CancellationToken ct) =>
        await ExchangeAsync(RuntimeScript.Program(remote, line, Nonce()), options.ExchangeTimeout, ct).ConfigureAwait(false) switch
        {
            ExchangeOutcome.Completed c => c.Answer.Body,
            ExchangeOutcome.Refused r => $"{Name} refuses: {r.Reason}\n",
            ExchangeOutcome.Failed f => $"{Name}: {f.Failure.Message}\n",
            _ => throw new InvalidOperationException("closed set"),
        };

    private async Task CloseRelaysAsync()
    {
        foreach (var relay in relays.Values)
        {
            await relay.DisposeAsync().ConfigureAwait(false);
        }

        relays.Clear();
    }
}
