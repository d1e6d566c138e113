using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Identities;

namespace Windlass.Nodes;

/// <summary>How to reach a node and how to know that it is the right one.</summary>
/// <param name="Name">The node; its host key is known under this name, so that a changed address needs no new key.</param>
/// <param name="Host">Address or DNS name.</param>
/// <param name="Port">TCP port.</param>
/// <param name="User">Account to log in as; anything but root needs <c>sudo -n</c> for what <see cref="Access"/> says.</param>
/// <param name="HostKeys">
/// Pinned keys as in a <c>.pub</c> file: <c>ssh-ed25519 AAAA...</c>; <c>@cert-authority</c> before one makes it a certificate authority.
/// </param>
/// <param name="TrustOnFirstUse">With no pinned key: accept the first key seen, and only that one while the runtime directory lives.</param>
/// <param name="PrivateKey">Our key.</param>
public sealed record NodeAddress(
    NodeName Name,
    string Host,
    int Port,
    string User,
    ImmutableArray<string> HostKeys,
    bool TrustOnFirstUse,
    PrivateKey PrivateKey)
{
    /// <summary>Where the name is unique (a namespace): namesakes of two clusters are two machines with two keys. Default: empty.</summary>
    public string Cluster { get; init; } = "";

    /// <summary>What the account may run. Default: a shell.</summary>
    public NodeAccess Access { get; init; } = NodeAccess.Shell;
}
