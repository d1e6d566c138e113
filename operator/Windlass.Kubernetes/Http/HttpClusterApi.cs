using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Configuration;
using Windlass.Kubernetes.Wire;

namespace Windlass.Kubernetes.Http;

/// <summary>A Kubernetes API over HTTP. One instance per server and identity; safe for concurrent use.</summary>
public sealed class HttpClusterApi : IClusterApi, IAsyncDisposable
{
    private readonly HttpPipeline pipeline;

    /// <summary>Opens nothing yet: the first request connects.</summary>
    public HttpClusterApi(ClusterConnection connection, TimeProvider time, ILogger<HttpClusterApi> logger, ClientOptions? options = null) =>
        pipeline = new HttpPipeline(connection, time, logger, options ?? new ClientOptions());

    /// <inheritdoc/>
    public Task<ApiOutcome<T>> GetAsync<T>(ResourceType<T> type, ResourceKey key, CancellationToken cancellation)
        where T : class, IResource =>
        SendAsync(new RequestShape(HttpMethod.Get, RequestPath.Object(type, key)), type.Json, cancellation);

    /// <inheritdoc/>
    public async Task<ApiOutcome<ResourceList<T>>> ListAsync<T>(ResourceType<T> type, ListOptions options, CancellationToken cancellation)
        where T : class, IResource
    {
        var paged = await PagesAsync(type, options, options.PageSize, cancellation).ConfigureAwait(false);

        // Between two pages the server may have forgotten the version of the first; a list without pages cannot be cut in two.
        return paged.Failure is ApiFailure.Expired && options.PageSize > 0
            ? await PagesAsync(type, options, 0, cancellation).ConfigureAwait(false)
            : paged;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<WatchEvent<T>> Watch<T>(ResourceType<T> type, WatchOptions options, CancellationToken cancellation)
        where T : class, IResource =>
        HttpWatch.RunAsync(pipeline, type, options, cancellation);

    /// <inheritdoc/>
    public Task<ApiOutcome<T>> CreateAsync<T>(ResourceType<T> type, T resource, CancellationToken cancellation)
        where T : class, IResource
    {
        var path = RequestPath.Collection(type, resource.Metadata.Namespace);
        return SendAsync(new RequestShape(HttpMethod.Post, path, JsonSerializer.Serialize(resource, type.Json)), type.Json, cancellation);
    }

    /// <inheritdoc/>
    public Task<ApiOutcome<T>> ReplaceAsync<T>(ResourceType<T> type, T resource, CancellationToken cancellation)
        where T : class, IResource
    {
        var path = RequestPath.Object(type, ResourceKey.Of(resource));
        return SendAsync(new RequestShape(HttpMethod.Put, path, JsonSerializer.Serialize(resource, type.Json)), type.Json, cancellation);
    }

    /// <inheritdoc/>
    public Task<ApiOutcome<T>> ApplyAsync<T>(ResourceType<T> type, T intent, ApplyOptions options, CancellationToken cancellation)
        where T : class, IResource
    {
        var path = RequestPath.Apply(RequestPath.Object(type, ResourceKey.Of(intent)), options);
        return SendAsync(Patch(path, ResourceIntent.Whole(type, intent, options).ToJsonString(), "application/apply-patch+yaml"), type.Json, cancellation);
    }

    /// <inheritdoc/>
    public Task<ApiOutcome<T>> ApplyStatusAsync<T>(ResourceType<T> type, T intent, ApplyOptions options, CancellationToken cancellation)
        where T : class, IResource
    {
        var path = RequestPath.Apply(RequestPath.Object(type, ResourceKey.Of(intent), ResourcePart.Status), options);
        return SendAsync(Patch(path, ResourceIntent.Status(type, intent, options).ToJsonString(), "application/apply-patch+yaml"), type.Json, cancellation);
    }

    /// <inheritdoc/>
    public Task<ApiOutcome<T>> PatchAsync<T>(ResourceType<T> type, ResourceKey key, ResourcePatch patch, CancellationToken cancellation)
        where T : class, IResource
    {
        var content = patch is ResourcePatch.Merge ? "application/merge-patch+json" : "application/json-patch+json";
        return SendAsync(Patch(RequestPath.Object(type, key, patch.Part), patch.Json, content), type.Json, cancellation);
    }

    /// <inheritdoc/>
    public async Task<ApiOutcome<Deletion>> DeleteAsync<T>(
        ResourceType<T> type, ResourceKey key, DeleteOptions options, CancellationToken cancellation)
        where T : class, IResource
    {
        var request = new DeleteRequest
        {
            PropagationPolicy = options.Propagation.ToString(),
            Preconditions = options.Uid is null && options.ResourceVersion is null
                ? null
                : new DeletePreconditions { Uid = options.Uid, ResourceVersion = options.ResourceVersion },
        };
        var body = JsonSerializer.Serialize(request, KubeJson.Default.DeleteRequest);
        var shape = new RequestShape(HttpMethod.Delete, RequestPath.Object(type, key), body);
        var outcome = await SendAsync(shape, KubeJson.Default.ObjectFrame, cancellation).ConfigureAwait(false);
        return outcome.TryGet(out var frame, out var failure) ? Deleted(frame) : failure;
    }

    /// <summary>Closes all connections; running requests fail.</summary>
    public ValueTask DisposeAsync()
    {
        pipeline.Dispose();
        return ValueTask.CompletedTask;
    }

    // A server answers with a Status, or with the object: as it was last, or marked as deleted and waiting.
    private static Deletion Deleted(ObjectFrame frame) =>
        frame.Kind != "Status" && frame.Metadata is { DeletionTimestamp: not null, Finalizers: { IsDefaultOrEmpty: false } }
            ? new(DeletionState.Terminating)
            : new(DeletionState.Gone);

    private static RequestShape Patch(string path, string body, string content) => new(HttpMethod.Patch, path, body, content);

    private async Task<ApiOutcome<ResourceList<T>>> PagesAsync<T>(
        ResourceType<T> type, ListOptions options, int pageSize, CancellationToken cancellation)
        where T : class, IResource
    {
        var collection = RequestPath.Collection(type, options.Namespace);
        var items = ImmutableArray.CreateBuilder<T>();
        string? continuation = null;
        while (true)
        {
            var shape = new RequestShape(HttpMethod.Get, RequestPath.List(collection, options, continuation, pageSize));
            var outcome = await SendAsync(shape, KubeJson.Default.ListFrame, cancellation).ConfigureAwait(false);
            if (!outcome.TryGet(out var page, out var failure))
            {
                return failure;
            }

            foreach (var item in page.Items ?? [])
            {
                if (!WireObject.Decode(item, type.Json).TryGet(out var resource, out failure))
                {
                    return failure;
                }

                items.Add(resource);
            }

            continuation = page.Metadata?.Continue;
            if (string.IsNullOrEmpty(continuation))
            {
                return new ResourceList<T>(items.ToImmutable(), page.Metadata?.ResourceVersion ?? "");
            }
        }
    }

    private async Task<ApiOutcome<T>> SendAsync<T>(RequestShape shape, JsonTypeInfo<T> json, CancellationToken cancellation)
        where T : class
    {
        var outcome = await pipeline.SendAsync(shape, cancellation).ConfigureAwait(false);
        return outcome.TryGet(out var answer, out var failure) ? WireObject.Decode(answer.Body, json) : failure;
    }
}
