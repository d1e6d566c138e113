using System.Collections.Concurrent;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Identities;
using Windlass.Kubernetes.Api;
using Windlass.Nodes;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Working;

/// <summary>One connection per node and declaration; a changed declaration or key closes the old one.</summary>
internal sealed class NodePool(IClusterApi api, Func<NodeAddress, INode> connect) : IAsyncDisposable
{
    private const string KeyField = "ssh-privatekey";

    private readonly ConcurrentDictionary<ResourceKey, Entry> _entries = new();

    /// <summary>The node as it is declared now.</summary>
    public async Task<PoolOutcome> GetAsync(ClusterNode node, CancellationToken cancellation)
    {
        var key = ResourceKey.Of(node);
        if (_entries.TryGetValue(key, out var known) && known.Generation == node.Metadata.Generation)
        {
            return new PoolOutcome.Found(known.Node);
        }

        var secret = await api.GetAsync(
            Kinds.Secrets, new ResourceKey(key.Namespace, node.Spec.Ssh.SecretRef.Name), cancellation).ConfigureAwait(false);
        if (!secret.TryGet(out var found, out var failure))
        {
            return new PoolOutcome.Unusable($"Secret {node.Spec.Ssh.SecretRef.Name} with the SSH key cannot be read: {failure.Message}");
        }

        if (found.Data is null || !found.Data.TryGetValue(KeyField, out var privateKey))
        {
            return new PoolOutcome.Unusable($"Secret {node.Spec.Ssh.SecretRef.Name} has no key {KeyField}");
        }

        await ForgetAsync(key).ConfigureAwait(false);
        var entry = new Entry(node.Metadata.Generation, connect(Address(node, privateKey)));
        _entries[key] = entry;
        return new PoolOutcome.Found(entry.Node);
    }

    /// <summary>Closes the connection and reads the secret again next time.</summary>
    public async Task ForgetAsync(ResourceKey key)
    {
        if (_entries.TryRemove(key, out var entry))
        {
            await entry.Node.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var key in _entries.Keys)
        {
            await ForgetAsync(key).ConfigureAwait(false);
        }
    }

    private static NodeAddress Address(ClusterNode node, byte[] privateKey) => new(
        new NodeName(node.Metadata.Name),
        node.Spec.Address,
        node.Spec.Ssh.Port,
        node.Spec.Ssh.User,
        node.Spec.Ssh.HostKeys,
        node.Spec.Ssh.TrustOnFirstUse,
        new PrivateKey(System.Text.Encoding.UTF8.GetString(privateKey)));

    private sealed record Entry(long? Generation, INode Node);
}
