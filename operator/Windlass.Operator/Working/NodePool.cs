using System.Collections.Concurrent;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Identities;
using Windlass.Kubernetes.Api;
using Windlass.Nodes;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Working;

/// <summary>One connection per node and declaration; a changed declaration or key closes the old one.</summary>
internal sealed class NodePool(IClusterApi api, Func<NodeAddress, INode> connect, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Longer than any exchange with a node that is not ours: it is asked for a gate, or carries a load balancer.</summary>
    private static readonly TimeSpan Unused = TimeSpan.FromMinutes(5);

    private const string KeyField = "ssh-privatekey";

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<ResourceKey, Entry> _entries = new();

    /// <summary>The node as it is declared now.</summary>
    public async Task<PoolOutcome> GetAsync(ClusterNode node, CancellationToken cancellation)
    {
        var key = ResourceKey.Of(node);
        if (_entries.TryGetValue(key, out var known) && known.IsFor(node))
        {
            known.Use(time.GetTimestamp());
            return new PoolOutcome.Found(known.Node);
        }

        var name = node.Spec.Ssh.SecretRef.Name;
        var secret = await api.GetAsync(Kinds.Secrets, new ResourceKey(key.Namespace, name), cancellation).ConfigureAwait(false);
        if (!secret.TryGet(out var found, out var failure))
        {
            return failure is ApiFailure.Unavailable
                ? new PoolOutcome.Unknown(failure.Message)
                : new PoolOutcome.Unusable($"Secret {name} with the SSH key (its key {KeyField}) cannot be read: {failure.Message}");
        }

        if (found.Data is null || !found.Data.TryGetValue(KeyField, out var privateKey))
        {
            return new PoolOutcome.Unusable($"Secret {name} has no key {KeyField}");
        }

        return new PoolOutcome.Found(await KeepAsync(key, node, privateKey).ConfigureAwait(false));
    }

    /// <summary>Closes the connection and reads the secret again next time.</summary>
    public async Task ForgetAsync(ResourceKey key)
    {
        if (_entries.TryRemove(key, out var entry))
        {
            await entry.Node.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Closes connections that nobody has used for minutes and whose nodes are in no shard of ours: their own loop, which would do it, is another replica's.</summary>
    public async Task CloseUnusedAsync(Func<ResourceKey, bool> isOurs)
    {
        var unused = _entries.Where(entry => !isOurs(entry.Key) && time.GetElapsedTime(entry.Value.UsedAt) > Unused).Select(entry => entry.Key);
        await Task.WhenAll(unused.Select(ForgetAsync)).ConfigureAwait(false);
    }

    /// <summary>Its own loop and those of nodes whose load balancer it is may ask at once: one connection is kept, the other closed unused.</summary>
    private async Task<INode> KeepAsync(ResourceKey key, ClusterNode node, byte[] privateKey)
    {
        var entry = new Entry(node.Metadata.Uid, node.Metadata.Generation, connect(Address(node, privateKey)));
        entry.Use(time.GetTimestamp());
        Entry? superseded;
        Entry kept;
        lock (_gate)
        {
            var isKept = _entries.TryGetValue(key, out var other) && other.IsFor(node);
            (kept, superseded) = isKept ? (other!, entry) : (entry, other);
            _entries[key] = kept;
        }

        if (superseded is not null)
        {
            await superseded.Node.DisposeAsync().ConfigureAwait(false);
        }

        return kept.Node;
    }

    /// <summary>Closes every connection.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_entries.Keys.Select(ForgetAsync)).ConfigureAwait(false);

    private static NodeAddress Address(ClusterNode node, byte[] privateKey) => new(
        new NodeName(node.Metadata.Name),
        node.Spec.Address,
        node.Spec.Ssh.Port,
        node.Spec.Ssh.User,
        node.Spec.Ssh.HostKeys,
        node.Spec.Ssh.TrustOnFirstUse,
        new PrivateKey(System.Text.Encoding.UTF8.GetString(privateKey)))
    {
        Cluster = node.Metadata.Namespace ?? "",
        Access = node.Spec.Ssh.Access,
    };

    /// <summary>A namesake made anew begins with generation 1 again: the uid tells them apart.</summary>
    private sealed record Entry(string? Uid, long? Generation, INode Node)
    {
        private long _usedAt;

        public long UsedAt => Volatile.Read(ref _usedAt);

        public void Use(long at) => Volatile.Write(ref _usedAt, at);

        public bool IsFor(ClusterNode node) => Uid == node.Metadata.Uid && Generation == node.Metadata.Generation;
    }
}
