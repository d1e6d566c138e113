using System.Collections.Immutable;
using System.Text.Json;
using Windlass.Core.Api.WorkOrders;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Page;

/// <summary>
/// One run as its readers follow it. Each part has the version in which it last changed, so what a reader has not got yet is told from the
/// version that it has, however long it was away and however slowly it reads: nothing is queued for anybody. Thread-safe.
/// </summary>
internal sealed class RunFeed
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _gone = new(StringComparer.Ordinal);
    private (PageHead Head, byte[] Json, long Version)? _head;
    private DateTimeOffset _seen;
    private long _forgotten;

    /// <summary>Tells feeds apart: versions of another one, an operator's before a restart, mean nothing here.</summary>
    public string Epoch { get; } = Guid.NewGuid().ToString("N")[..12];

    /// <summary>Grows with every change.</summary>
    public long Version { get; private set; }

    /// <summary>Takes in what there is now.</summary>
    public void Show(RunSight sight)
    {
        lock (_lock)
        {
            var next = Version + 1;
            var isNew = ShowHead(PageHead.Of(sight), next);
            var there = new HashSet<string>(StringComparer.Ordinal);
            foreach (var order in sight.Orders)
            {
                there.Add(order.Spec.NodeName);
                isNew |= ShowOrder(order, next);
            }

            foreach (var node in sight.Nodes.Where(node => node.Spec.Suspended && there.Add(node.Metadata.Name)))
            {
                isNew |= ShowNode(node.Metadata.Name, null, PageNode.Suspended(node), next);
            }

            foreach (var name in _nodes.Keys.Where(name => !there.Contains(name)).ToArray())
            {
                _nodes.Remove(name);
                _gone[name] = next;
                isNew = true;
            }

            _seen = sight.Now;
            Version = isNew ? next : Version;
            ForgetTheDead();
        }
    }

    /// <summary>What a reader has not got yet.</summary>
    /// <param name="version">The version that it has; null, or one of which too much is forgotten: it gets everything.</param>
    public RunPicture Since(long? version)
    {
        lock (_lock)
        {
            var isWhole = version is not { } has || has > Version || has < _forgotten;
            var from = isWhole ? -1 : version!.Value;
            return new RunPicture
            {
                Now = _seen,
                Head = _head is { } head && head.Version > from ? head.Head : null,
                Nodes = _nodes.Where(node => node.Value.Version > from).ToImmutableSortedDictionary(node => node.Key, node => node.Value.Node, StringComparer.Ordinal),
                Gone = !isWhole && _gone.Any(node => node.Value > from) ? [.. _gone.Where(node => node.Value > from).Select(node => node.Key)] : null,
                IsWhole = isWhole,
            };
        }
    }

    private bool ShowHead(PageHead head, long next)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(head, PageJson.Default.PageHead);
        if (_head is { } known && known.Json.AsSpan().SequenceEqual(json))
        {
            return false;
        }

        _head = (head, json, next);
        return true;
    }

    /// <summary>An order that is the very same object needs no look: of thousands of nodes few change.</summary>
    private bool ShowOrder(NodeUpgrade order, long next) =>
        !(_nodes.TryGetValue(order.Spec.NodeName, out var known) && ReferenceEquals(known.Order, order)) && ShowNode(order.Spec.NodeName, order, PageNode.Of(order), next);

    private bool ShowNode(string name, NodeUpgrade? order, PageNode node, long next)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(node, PageJson.Default.PageNode);
        var isSame = _nodes.TryGetValue(name, out var known) && known.Json.AsSpan().SequenceEqual(json);
        _nodes[name] = isSame ? known with { Order = order } : new Entry(order, node, json, next);
        _gone.Remove(name);
        return !isSame;
    }

    /// <summary>Names of nodes that are gone are kept for a while, not for ever: who knows less than that begins anew.</summary>
    private void ForgetTheDead()
    {
        const int Most = 1000;
        if (_gone.Count > Most)
        {
            _gone.Clear();
            _forgotten = Version;
        }
    }

    private readonly record struct Entry(NodeUpgrade? Order, PageNode Node, byte[] Json, long Version);
}
