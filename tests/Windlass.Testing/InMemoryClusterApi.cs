using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Http;
using Windlass.Kubernetes.Wire;

namespace Windlass.Testing;

/// <summary>An <see cref="IClusterApi"/> without network, over an <see cref="InMemoryCluster"/>. It passes the same contract suite as the real client.</summary>
public sealed class InMemoryClusterApi(InMemoryCluster cluster) : IClusterApi
{
    /// <summary>Asked before every call: a failure is returned instead of making the call; null lets it pass.</summary>
    public Func<ApiCall, ApiFailure?>? Fault { get; set; }

    /// <summary>Awaited before every call, after <see cref="Fault"/>: lets a test hold a call up. It gets the call's own token.</summary>
    public Func<ApiCall, CancellationToken, Task>? Hold { get; set; }

    /// <summary>All calls so far.</summary>
    public ConcurrentQueue<ApiCall> Calls { get; } = new();

    /// <summary>The cluster behind.</summary>
    public InMemoryCluster Cluster => cluster;

    /// <inheritdoc/>
    public Task<ApiOutcome<T>> GetAsync<T>(ResourceType<T> type, ResourceKey key, CancellationToken cancellation)
        where T : class, IResource =>
        CallAsync(new("get", type.Plural, key), type, () => cluster.Get(KindOf(type), key), cancellation);

    /// <inheritdoc/>
    public async Task<ApiOutcome<ResourceList<T>>> ListAsync<T>(ResourceType<T> type, ListOptions options, CancellationToken cancellation)
        where T : class, IResource
    {
        if (await EnterAsync(new("list", type.Plural, default), cancellation) is { } failure)
        {
            return failure;
        }

        var answer = cluster.List(KindOf(type), new(options.Namespace, options.LabelSelector, options.FieldSelector), 0, null);
        var items = ImmutableArray.CreateBuilder<T>();
        foreach (var item in answer.Body["items"]!.AsArray())
        {
            if (!Read(item!, type).TryGet(out var resource, out failure))
            {
                return failure;
            }

            items.Add(resource);
        }

        return new ResourceList<T>(items.ToImmutable(), (string)answer.Body["metadata"]!["resourceVersion"]!);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<WatchEvent<T>> Watch<T>(
        ResourceType<T> type, WatchOptions options, [EnumeratorCancellation] CancellationToken cancellation)
        where T : class, IResource
    {
        if (await EnterAsync(new("watch", type.Plural, default), cancellation) is { } failure)
        {
            yield return new WatchEvent<T>.Failed(failure);
            yield break;
        }

        var selector = new StoreSelector(options.Namespace, options.LabelSelector, options.FieldSelector);
        await foreach (var frame in cluster.Watch(KindOf(type), selector, options.ResourceVersion, cancellation))
        {
            yield return Event(frame, type);
        }
    }

    /// <inheritdoc/>
    public Task<ApiOutcome<T>> CreateAsync<T>(ResourceType<T> type, T resource, CancellationToken cancellation)
        where T : class, IResource
    {
        var key = ResourceKey.Of(resource);
        return CallAsync(new("create", type.Plural, key), type, () => cluster.Create(KindOf(type), key, Write(type, resource)), cancellation);
    }

    /// <inheritdoc/>
    public Task<ApiOutcome<T>> ReplaceAsync<T>(ResourceType<T> type, T resource, CancellationToken cancellation)
        where T : class, IResource
    {
        var key = ResourceKey.Of(resource);
        return CallAsync(
            new("replace", type.Plural, key),
            type,
            () => cluster.Change(KindOf(type), key, ResourcePart.Whole, _ => new StoreAnswer(200, Write(type, resource))),
            cancellation);
    }

    /// <inheritdoc/>
    public Task<ApiOutcome<T>> ApplyAsync<T>(ResourceType<T> type, T intent, ApplyOptions options, CancellationToken cancellation)
        where T : class, IResource
    {
        var key = ResourceKey.Of(intent);
        return CallAsync(
            new("apply", type.Plural, key),
            type,
            () => cluster.Apply(KindOf(type), key, ResourcePart.Whole, ResourceIntent.Whole(type, intent, options), options),
            cancellation);
    }

    /// <inheritdoc/>
    public Task<ApiOutcome<T>> ApplyStatusAsync<T>(ResourceType<T> type, T intent, ApplyOptions options, CancellationToken cancellation)
        where T : class, IResource
    {
        var key = ResourceKey.Of(intent);
        return CallAsync(
            new("apply-status", type.Plural, key),
            type,
            () => cluster.Apply(KindOf(type), key, ResourcePart.Status, ResourceIntent.Status(type, intent, options), options),
            cancellation);
    }

    /// <inheritdoc/>
    public Task<ApiOutcome<T>> PatchAsync<T>(ResourceType<T> type, ResourceKey key, ResourcePatch patch, CancellationToken cancellation)
        where T : class, IResource =>
        CallAsync(
            new("patch", type.Plural, key),
            type,
            () => cluster.Change(KindOf(type), key, patch.Part, current => StorePatch.Apply(current, patch)),
            cancellation);

    /// <inheritdoc/>
    public async Task<ApiOutcome<Deletion>> DeleteAsync<T>(
        ResourceType<T> type, ResourceKey key, DeleteOptions options, CancellationToken cancellation)
        where T : class, IResource
    {
        if (await EnterAsync(new("delete", type.Plural, key), cancellation) is { } failure)
        {
            return failure;
        }

        var answer = cluster.Delete(KindOf(type), key, options);
        return answer.IsSuccess
            ? new Deletion((string?)answer.Body["kind"] == "Status" ? DeletionState.Gone : DeletionState.Terminating)
            : Failure(answer.Body);
    }

    private async Task<ApiOutcome<T>> CallAsync<T>(ApiCall call, ResourceType<T> type, Func<StoreAnswer> answer, CancellationToken cancellation)
        where T : class, IResource
    {
        if (await EnterAsync(call, cancellation) is { } failure)
        {
            return failure;
        }

        var given = answer();
        return given.IsSuccess ? Read(given.Body, type) : Failure(given.Body);
    }

    private async Task<ApiFailure?> EnterAsync(ApiCall call, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Calls.Enqueue(call);
        if (Fault?.Invoke(call) is { } failure)
        {
            return failure;
        }

        await (Hold?.Invoke(call, cancellation) ?? Task.CompletedTask);
        return null;
    }

    private static WatchEvent<T> Event<T>(JsonObject frame, ResourceType<T> type)
        where T : class, IResource
    {
        var body = frame["object"]!;
        var kind = (string)frame["type"]!;
        if (kind == "ERROR")
        {
            return new WatchEvent<T>.Failed(Failure(body));
        }

        return Read(body, type).TryGet(out var resource, out var failure)
            ? kind == "DELETED" ? new WatchEvent<T>.Deleted(resource) : new WatchEvent<T>.Applied(resource)
            : new WatchEvent<T>.Failed(failure);
    }

    private static ApiFailure Failure(JsonNode status) => FailureMapping.From(status.Deserialize(KubeJson.Default.Status)!, null);

    private static ApiOutcome<T> Read<T>(JsonNode body, ResourceType<T> type)
        where T : class, IResource =>
        WireObject.Decode(JsonSerializer.SerializeToUtf8Bytes(body, KubeJson.Default.JsonNode), type.Json);

    private static JsonObject Write<T>(ResourceType<T> type, T resource)
        where T : class, IResource
    {
        var body = JsonSerializer.SerializeToNode(resource, type.Json)!.AsObject();
        body["apiVersion"] = type.ApiVersion;
        body["kind"] = type.Kind;
        return body;
    }

    private static StoreKind KindOf<T>(ResourceType<T> type)
        where T : class, IResource => new(type.Group, type.Version, type.Plural);
}
