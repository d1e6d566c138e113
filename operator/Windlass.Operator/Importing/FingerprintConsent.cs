using System.Collections.Immutable;
using Windlass.Nodes;

namespace Windlass.Operator.Importing;

/// <summary>Scans host keys, shows them, and writes none that a person has not confirmed: whoever answers during a scan would be trusted for good.</summary>
/// <param name="screen">Where fingerprints are shown and the question is asked.</param>
/// <param name="person">Who answers; null: nobody can be asked.</param>
/// <param name="isGiven">A person has said on the command line that fingerprints were compared.</param>
internal sealed class FingerprintConsent(TextWriter screen, TextReader? person, bool isGiven)
{
    private const int AtOnce = 16;

    /// <returns>The nodes with the keys of those that answered; default: consent was not given.</returns>
    public async Task<ImmutableArray<ImportedNode>> ScanAsync(ImmutableArray<ImportedNode> nodes, TimeProvider time, CancellationToken cancellation)
    {
        if (!isGiven && person is null)
        {
            screen.WriteLine("windlass: nobody can be asked here: compare the fingerprints first, then add --yes-i-checked-the-fingerprints");
            return default;
        }

        var scan = new HostKeyScan(time);
        var outcomes = new HostKeyOutcome[nodes.Length];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, nodes.Length, limits, async (index, token) =>
            outcomes[index] = await scan.ScanAsync(nodes[index].Address, nodes[index].Port, token).ConfigureAwait(false)).ConfigureAwait(false);
        Show(nodes, outcomes);
        return isGiven || Ask() ? [.. nodes.Select((node, index) => With(node, outcomes[index]))] : default;
    }

    private static ImportedNode With(ImportedNode node, HostKeyOutcome outcome) => outcome switch
    {
        HostKeyOutcome.Answered answered => node with { HostKeys = answered.Keys },
        HostKeyOutcome.Failed failed => node with { Notes = node.Notes.Add($"its host keys could not be read: {failed.Message}") },
        _ => throw new InvalidOperationException("closed set"),
    };

    private void Show(ImmutableArray<ImportedNode> nodes, HostKeyOutcome[] outcomes)
    {
        var width = nodes.Max(node => node.Name.Length);
        for (var i = 0; i < nodes.Length; i++)
        {
            var lines = outcomes[i] switch
            {
                HostKeyOutcome.Answered answered => answered.Keys.Select(key => $"{key.Fingerprint} {key.Type}"),
                HostKeyOutcome.Failed failed => [$"no key: {failed.Message}"],
                _ => throw new InvalidOperationException("closed set"),
            };
            foreach (var line in lines)
            {
                screen.WriteLine($"{nodes[i].Name.PadRight(width)}  {line}");
            }
        }
    }

    private bool Ask()
    {
        screen.WriteLine("Compare each with what the machine itself says (on its console: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub).");
        screen.Write("Pin these keys? Type yes: ");
        if (person?.ReadLine()?.Trim() == "yes")
        {
            return true;
        }

        screen.WriteLine("windlass: nothing was written");
        return false;
    }
}
