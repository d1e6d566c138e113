using System.Globalization;
using Windlass.Nodes.Answers;
using Windlass.Nodes.Transport;

namespace Windlass.Nodes;

/// <summary>Asks machines for their host keys with <c>ssh-keyscan</c>. Nobody vouches for what answers: a person must compare fingerprints.</summary>
/// <param name="time">Clock of the deadline.</param>
public sealed class HostKeyScan(TimeProvider time)
{
    private const string SecondsToConnect = "5";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    /// <summary>Asks one machine; at most 15 s. Safe for concurrent use.</summary>
    /// <param name="host">Address or name.</param>
    /// <param name="port">TCP port of sshd.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<HostKeyOutcome> ScanAsync(string host, int port, CancellationToken ct)
    {
        if (host.StartsWith('-'))
        {
            return new HostKeyOutcome.Failed($"'{host}' is not an address");
        }

        var arguments = (string[])["-T", SecondsToConnect, "-t", "ed25519,ecdsa,rsa", "-p", port.ToString(CultureInfo.InvariantCulture), host];
        var result = await ChildProcess.RunAsync("ssh-keyscan", arguments, "", Deadline, time, ct).ConfigureAwait(false);
        return result.End switch
        {
            ChildEnd.NotStarted => new HostKeyOutcome.Failed($"ssh-keyscan could not be started ({result.Error}): install openssh-client"),
            ChildEnd.TimedOut => new HostKeyOutcome.Failed($"no key within {Deadline.TotalSeconds:0} s"),
            ChildEnd.Overflowed => new HostKeyOutcome.Failed("its answer has no end"),
            ChildEnd.Exited => KeyscanAnswer.Parse(result.Output) is { IsEmpty: false } keys
                ? new HostKeyOutcome.Answered(keys)
                : new HostKeyOutcome.Failed(Reason(result.Error)),
            _ => throw new InvalidOperationException("closed set"),
        };
    }

    /// <summary>The last line that is not about a key type it does not have.</summary>
    private static string Reason(string error) =>
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault(line => !line.StartsWith('#'))
        ?? "nothing answered as sshd does";
}
