using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Nodes;

/// <summary>How to log in to a machine.</summary>
public sealed record NodeSsh
{
    /// <summary>Port.</summary>
    [Description("TCP port of sshd; default 22.")]
    [Between(1, 65535)]
    public int Port { get; init => field = value == 0 ? 22 : value; } = 22;

    /// <summary>Account.</summary>
    [Description("Account; default root. Another one needs sudo without a password, for what access says.")]
    [Length(1, 32), Pattern("^[a-z_][a-z0-9_-]*$")]
    public string User { get; init => field = value ?? "root"; } = "root";

    /// <summary>What the account may do.</summary>
    [Description("What the account may do. Shell: run a shell as root (as root itself, or by sudo). Wrapper: run nothing but /usr/lib/windlass/windlass-node, which the machine's administrator installs; see windlass node-policy --help.")]
    public NodeAccess Access { get; init; } = NodeAccess.Shell;

    /// <summary>Secret with the private key.</summary>
    [Description("Secret of type kubernetes.io/ssh-auth in the same namespace; its key ssh-privatekey holds the private key.")]
    public required SecretReference SecretRef { get; init; }

    /// <summary>Pinned host keys.</summary>
    [Description("Host keys in the form of known_hosts without the name, for example \"ssh-ed25519 AAAA...\". Without one the machine is refused.")]
    [Items(10), Pattern("^[a-z0-9@.-]+ [A-Za-z0-9+/=]+$")]
    public ImmutableArray<string> HostKeys { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Accept the first host key seen.</summary>
    [Description("Accept and remember the first host key seen while hostKeys is empty. Anyone who answers at the address at that moment is believed.")]
    public bool TrustOnFirstUse { get; init; }
}
