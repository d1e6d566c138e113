using System.Collections.Immutable;
using Windlass.HAProxy.Parsing;

namespace Windlass.HAProxy.Runtime;

/// <summary>
/// Adds the sessions that replaced workers still hold: after a reload the new worker counts from zero while the old one goes on
/// serving, so its servers only look empty.
/// </summary>
/// <param name="master">The master socket.</param>
internal sealed class OldSessions(RuntimeSocket master)
{
    internal async Task<RuntimeReading> AddAsync(RuntimeSnapshot runtime, CancellationToken cancellationToken)
    {
        var processes = await master.AskAsync("show proc", cancellationToken).ConfigureAwait(false);
        if (processes is not RuntimeAnswer.Text text || !OldWorkers.TryParse(text.Value, out var processIds))
        {
            return new RuntimeReading.Broken($"the master process does not tell its workers: {Describe(processes)}");
        }

        var servers = runtime.Snapshot.Servers;
        foreach (var processId in processIds)
        {
            var answer = await master.AskAsync(RuntimeCommand.OfWorker(processId), cancellationToken).ConfigureAwait(false);
            if (answer is RuntimeAnswer.Text counts && OldWorkers.TryAdd(servers, counts.Value, out var sum))
            {
                servers = sum;
                continue;
            }

            // It may have finished its last session between the two questions; then it holds none.
            if (await IsAliveAsync(processId, cancellationToken).ConfigureAwait(false))
            {
                return new RuntimeReading.Broken($"the old worker {processId} does not tell its sessions: {Describe(answer)}");
            }
        }

        return new RuntimeReading.Whole(runtime with { Snapshot = runtime.Snapshot with { Servers = servers } });
    }

    private async Task<bool> IsAliveAsync(int processId, CancellationToken cancellationToken)
    {
        var answer = await master.AskAsync("show proc", cancellationToken).ConfigureAwait(false);
        return answer is not RuntimeAnswer.Text text || !OldWorkers.TryParse(text.Value, out ImmutableArray<int> left) || left.Contains(processId);
    }

    private static string Describe(RuntimeAnswer answer) => answer switch
    {
        RuntimeAnswer.Failed failed => failed.Message,
        RuntimeAnswer.Text text => text.Value.Length == 0 ? "an empty answer" : text.Value.Trim().Split('\n')[0],
        _ => "no answer",
    };
}
