using Windlass.Core.Api.Nodes;

namespace Windlass.Nodes.Transport;

/// <summary>Reads ssh's and sudo's error texts: the only place where the reason of a failure is told.</summary>
internal static class SshComplaint
{
    private static readonly (string Words, NodeFailureKind Kind, string Advice)[] Known =
    [
        ("IDENTIFICATION HAS CHANGED", NodeFailureKind.HostKeyMismatch,
            "the host shows another key than the pinned one; if the machine was reinstalled, pin its new key, else find out who answers there"),
        ("host key is known for", NodeFailureKind.HostKeyMismatch,
            "the host shows a key of a type that is not pinned; pin the key that it shows, after checking it on its console"),
        ("Host key verification failed", NodeFailureKind.HostKeyMismatch, "the host's key is not one of the pinned ones"),
        ("revoked host key", NodeFailureKind.HostKeyMismatch, "the host's key is revoked"),
        ("Permission denied (", NodeFailureKind.AuthenticationFailed, "put our public key into authorized_keys of the account"),
        ("Too many authentication failures", NodeFailureKind.AuthenticationFailed, "put our public key into authorized_keys of the account"),
        ("Load key", NodeFailureKind.AuthenticationFailed, "the private key in the secret cannot be read by ssh"),
        ("Connection refused", NodeFailureKind.ConnectionRefused, "the host is up, but sshd does not listen on this port"),
        ("timed out", NodeFailureKind.ConnectTimeout, "nothing answered: is the machine up, and is there a route to it?"),
        ("Could not resolve hostname", NodeFailureKind.Unreachable, "the host name does not resolve"),
        ("No route to host", NodeFailureKind.Unreachable, "there is no route to the host"),
        ("Network is unreachable", NodeFailureKind.Unreachable, "there is no route to the host"),
        ("Bad configuration option", NodeFailureKind.Unreachable, "the site's ssh configuration file is not valid"),
        ("terminating,", NodeFailureKind.Unreachable, "the site's ssh configuration file is not valid"),
    ];

    /// <summary>The failure that an ssh client which never logged in complains about.</summary>
    /// <param name="error">Its standard error.</param>
    public static NodeFailure OfConnect(string error)
    {
        foreach (var (words, kind, advice) in Known)
        {
            if (error.Contains(words, StringComparison.OrdinalIgnoreCase))
            {
                return new NodeFailure(kind, $"{advice} ({LastLine(error)})");
            }
        }

        return new NodeFailure(NodeFailureKind.Unreachable, $"ssh could not connect ({LastLine(error)})");
    }

    /// <summary>The failure behind an exchange that brought no complete answer.</summary>
    /// <param name="result">What came of it.</param>
    /// <param name="access">What the account may do.</param>
    public static NodeFailure OfExchange(ChildResult result, NodeAccess access)
    {
        if (WrapperComplaint.Of(result, access) is { } failure)
        {
            return failure;
        }

        if (result.Error.Contains("sudo:", StringComparison.Ordinal))
        {
            return new NodeFailure(
                NodeFailureKind.SudoDenied,
                $"the account may not run {(access == NodeAccess.Wrapper ? NodeWrapper.Path : "/bin/sh")} as root without a password; give it a NOPASSWD rule without requiretty{(access == NodeAccess.Wrapper ? ": windlass node-policy sudoers prints one" : "")} ({LastLine(result.Error)})");
        }

        return result.End switch
        {
            ChildEnd.TimedOut => new NodeFailure(NodeFailureKind.TimedOut, "the node did not answer in time; is it overloaded or frozen?"),
            ChildEnd.Overflowed => new NodeFailure(NodeFailureKind.Garbled, "the node answered with more than an answer may have"),
            ChildEnd.NotStarted => new NodeFailure(NodeFailureKind.Unreachable, $"the ssh client could not be started ({result.Error})"),
            ChildEnd.Exited when result.ExitCode == 255 => new NodeFailure(
                NodeFailureKind.ConnectionLost, $"the connection ended in the middle of an exchange ({LastLine(result.Error)})"),
            _ => new NodeFailure(
                NodeFailureKind.Garbled,
                $"the answer is incomplete (exit {result.ExitCode}; {LastLine(result.Error)}; {LastLine(result.Output)}); does the login shell of the account run commands?"),
        };
    }

    private static string LastLine(string text)
    {
        var line = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "it said nothing";
        return line.Length <= 200 ? line : line[..200];
    }
}
