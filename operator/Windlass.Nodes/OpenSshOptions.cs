namespace Windlass.Nodes;

/// <summary>Settings of the operator's machine, the same for all nodes.</summary>
public sealed record OpenSshOptions
{
    /// <summary>
    /// ssh_config file of the site (jump hosts, ciphers, a ProxyCommand); null: none. It is read after our own settings, and ssh takes the
    /// first value it sees, so it cannot weaken host key checking. <c>Host</c> patterns in it match the node's address.
    /// </summary>
    public string? SshConfigFile { get; init; }

    /// <summary>
    /// Private folder for sockets and keys; made with mode 0700. At most 60 bytes long (a socket path has 108, of which ssh wants a part),
    /// without blanks, quotes and percent signs.
    /// </summary>
    public required string RuntimeDirectory { get; init; }

    /// <summary>Time to reach and log in to a node. Default 20 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Time for one exchange over an open connection. Default 25 s.</summary>
    public TimeSpan ExchangeTimeout { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>Time for asking a node's APT about the target. Default 3 min: archives may be far away and nodes slow.</summary>
    public TimeSpan ResolveTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Time for running the target's upgrade checks aside. Default 30 min: 8 at most to fetch the packages, and 90 s at most for a check.</summary>
    public TimeSpan CheckTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long an exchange about a step waits for its end before it answers "running". Default 5 s: most steps need one exchange.</summary>
    public TimeSpan StepWait { get; init; } = TimeSpan.FromSeconds(5);
}
