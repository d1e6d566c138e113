using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Windlass.Core.Api.Nodes;

namespace Windlass.Nodes.Transport;

/// <summary>
/// What ssh reads about one node: configuration, pinned keys, our key; and the socket it makes. Every value that comes from a resource
/// is checked before it is written: a line end in a host name would be a ProxyCommand on the operator's machine.
/// </summary>
internal sealed partial class SshFiles
{
    private readonly NodeAddress address;
    private readonly string folder;
    private readonly string? siteConfig;

    private SshFiles(NodeAddress address, string folder, string? siteConfig)
    {
        this.address = address;
        this.folder = folder;
        this.siteConfig = siteConfig;
    }

    /// <summary>Control socket of the master.</summary>
    public string ControlPath => Path.Combine(folder, "s");

    /// <summary>Folder of this connection.</summary>
    public string Folder => folder;

    /// <summary>What is wrong with the address, or null.</summary>
    public static NodeFailure? Check(NodeAddress address)
    {
        if (!HostPattern().IsMatch(address.Host) || !UserPattern().IsMatch(address.User) || !NamePattern().IsMatch(address.Name.Value)
            || address.Port is < 1 or > 65535)
        {
            return new NodeFailure(NodeFailureKind.Unreachable, "the address is not usable: host, port or user is empty or has characters that do not belong there");
        }

        if (address.HostKeys.IsDefaultOrEmpty && !address.TrustOnFirstUse)
        {
            return new NodeFailure(
                NodeFailureKind.NoHostKey, "no host key is pinned; put the node's /etc/ssh/ssh_host_ed25519_key.pub into its hostKeys, or allow trust on first use");
        }

        return address.HostKeys.IsDefaultOrEmpty || address.HostKeys.All(key => KeyPattern().IsMatch(key))
            ? null
            : new NodeFailure(NodeFailureKind.NoHostKey, "a pinned host key is not of the form 'ssh-ed25519 AAAA...'");
    }

    /// <summary>Writes the files.</summary>
    /// <param name="address">A node whose address passed <see cref="Check"/>.</param>
    /// <param name="folder">Private folder of this connection.</param>
    /// <param name="firstSeen">File for a key that is trusted on first use.</param>
    /// <param name="siteConfig">The site's ssh_config file, or null.</param>
    public static SshFiles Write(NodeAddress address, string folder, string firstSeen, string? siteConfig)
    {
        var files = new SshFiles(address, folder, siteConfig);
        var pinned = address.HostKeys.IsDefault ? [] : address.HostKeys;
        var known = pinned.IsEmpty ? firstSeen : Path.Combine(folder, "known_hosts");
        if (!pinned.IsEmpty)
        {
            PrivatePath.WriteFile(known, KnownHosts(address.Name.Value, pinned));
        }

        PrivatePath.WriteFile(files.KeyFile, address.PrivateKey.Reveal());
        PrivatePath.WriteFile(files.MasterConfig, files.Configuration(known, isTrusting: pinned.IsEmpty, withSite: true));
        PrivatePath.WriteFile(files.SessionConfig, files.Configuration(known, isTrusting: false, withSite: false));
        return files;
    }

    /// <summary>Arguments of the master: connects, opens the control socket, runs nothing.</summary>
    public ImmutableArray<string> MasterArguments() => ["-F", MasterConfig, "-M", "-N", "-T", "-S", ControlPath, "-o", "ClearAllForwardings=yes", "--", address.Host];

    /// <summary>
    /// Arguments of a command over the master. <c>ProxyCommand=false</c>: with a dead master it fails at once instead of connecting by itself.
    /// </summary>
    public ImmutableArray<string> SessionArguments()
    {
        ImmutableArray<string> common = ["-F", SessionConfig, "-T", "-S", ControlPath, "-o", "ControlMaster=no", "-o", "ProxyCommand=false", "--", address.Host];
        var command = address.Access == NodeAccess.Wrapper ? NodeWrapper.Path : "/bin/sh -s";
        return address.User == "root" ? [.. common, command] : [.. common, "sudo -n -- " + command];
    }

    /// <summary>Arguments of a request to the master itself.</summary>
    public ImmutableArray<string> ControlArguments(string request, params ReadOnlySpan<string> more) =>
        ["-F", SessionConfig, "-S", ControlPath, "-O", request, .. more, "--", address.Host];

    private string MasterConfig => Path.Combine(folder, "master.conf");

    private string SessionConfig => Path.Combine(folder, "session.conf");

    private string KeyFile => Path.Combine(folder, "key");

    private static string KnownHosts(string alias, ImmutableArray<string> keys)
    {
        var lines = new StringBuilder();
        foreach (var words in keys.Select(key => key.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            lines.Append(words[0].StartsWith('@') ? $"{words[0]} {alias} {words[1]} {words[2]}\n" : $"{alias} {words[0]} {words[1]}\n");
        }

        return lines.ToString();
    }

    /// <summary>ssh takes the first value it sees for each setting: ours come first and the site's file last.</summary>
    private string Configuration(string knownHosts, bool isTrusting, bool withSite) => $"""
        IgnoreUnknown ForkAfterAuthentication,StdinNull,SessionType,UpdateHostKeys,KbdInteractiveAuthentication
        Host *
        HostName {address.Host}
        Port {address.Port}
        User {address.User}
        HostKeyAlias {address.Name.Value}
        StrictHostKeyChecking {(isTrusting ? "accept-new" : "yes")}
        UserKnownHostsFile {knownHosts}
        GlobalKnownHostsFile /dev/null
        UpdateHostKeys no
        CheckHostIP no
        VerifyHostKeyDNS no
        HashKnownHosts no
        CanonicalizeHostname no
        BatchMode yes
        IdentitiesOnly yes
        IdentityFile {KeyFile}
        PubkeyAuthentication yes
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        GSSAPIAuthentication no
        HostbasedAuthentication no
        ConnectTimeout 10
        ConnectionAttempts 1
        ServerAliveInterval 5
        ServerAliveCountMax 3
        TCPKeepAlive no
        ControlPersist no
        ForwardAgent no
        ForwardX11 no
        StreamLocalBindUnlink yes
        StreamLocalBindMask 0177
        Tunnel no
        RequestTTY no
        RemoteCommand none
        PermitLocalCommand no
        ForkAfterAuthentication no
        StdinNull no
        SessionType default
        EscapeChar none
        LogLevel ERROR
        {(withSite && siteConfig is not null ? $"Include \"{siteConfig}\"" : "")}

        """;

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9.:_-]{0,254}\z|\A::[A-Fa-f0-9.:]{0,40}\z")]
    private static partial Regex HostPattern();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_.-]{0,63}\z")]
    private static partial Regex UserPattern();

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A(@cert-authority |@revoked )?[a-z0-9@.-]{3,64} [A-Za-z0-9+/]{16,8192}={0,3}( [^\p{Cc}]*)?\z")]
    private static partial Regex KeyPattern();
}
