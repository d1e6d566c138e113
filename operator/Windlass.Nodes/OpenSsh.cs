using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Windlass.Core.Identities;
using Windlass.Nodes.Transport;

namespace Windlass.Nodes;

/// <summary>
/// Nodes over the OpenSSH client (<c>ssh</c> on PATH). One per process: it owns a part of the runtime directory. Thread-safe.
/// </summary>
public sealed class OpenSsh : IDisposable
{
    private readonly OpenSshOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<OpenSsh> logger;
    private readonly RuntimeFolder runtime;
    private readonly ConcurrentDictionary<(string Cluster, NodeName Name), TrafficCount> counts = new();

    /// <summary>Claims the runtime directory and ends connections that a killed predecessor left in it.</summary>
    /// <param name="options">Settings of this machine.</param>
    /// <param name="time">Clock of all deadlines.</param>
    /// <param name="logger">Where connects and failed exchanges go.</param>
    /// <exception cref="ArgumentException">The runtime directory is not usable, or the site's ssh_config file does not exist.</exception>
    public OpenSsh(OpenSshOptions options, TimeProvider time, ILogger<OpenSsh> logger)
    {
        if (options.SshConfigFile is { } file && (!File.Exists(file) || file.AsSpan().ContainsAny("\"\r\n")))
        {
            throw new ArgumentException($"No such ssh configuration file: '{file}'.", nameof(options));
        }

        this.options = options with { SshConfigFile = options.SshConfigFile is null ? null : Path.GetFullPath(options.SshConfigFile) };
        this.time = time;
        this.logger = logger;
        runtime = new RuntimeFolder(options.RuntimeDirectory);
    }

    /// <summary>A node; connects at the first call, not here. The caller disposes of it.</summary>
    /// <param name="address">How to reach it. Bad values show as failures of the calls.</param>
    public INode Connect(NodeAddress address) =>
        new SshNode(address, options, runtime, counts.GetOrAdd((address.Cluster, address.Name), static key => new TrafficCount(key.Cluster, key.Name)), time, logger);

    /// <summary>Connections and exchanges of every node so far, by cluster and name.</summary>
    public ImmutableArray<NodeTraffic> Traffic() =>
        [.. counts.Values.Select(count => count.Snapshot()).OrderBy(traffic => traffic.Cluster, StringComparer.Ordinal).ThenBy(traffic => traffic.Name)];

    /// <summary>Gives the runtime directory back. Nodes are disposed of before.</summary>
    public void Dispose() => runtime.Dispose();
}
