using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Metrics;

namespace Windlass.Operator.Hosting;

/// <summary>An API whose writes are counted, as the loops ask for them: what is tried again underneath counts once. Reads go through as they are.</summary>
internal sealed class MeasuredClusterApi(IClusterApi inner, WindlassMetrics metrics) : IClusterApi
{
    /// <inheritdoc/>
    public Task<ApiOutcome<T>> GetAsync<T>(ResourceType<T> type, ResourceKey key, CancellationToken cancellation)
        where T : class, IResource => inner.GetAsync(type, key, cancellation);

    /// <inheritdoc/>
    public Task<ApiOutcome<ResourceList<T>>> ListAsync<T>(ResourceType<T> type, ListOptions options, CancellationToken cancellation)
        where T : class, IResource => inner.ListAsync(type, options, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<WatchEvent<T>> Watch<T>(ResourceType<T> type, WatchOptions options, CancellationToken cancellation)
        where T : class, IResource => inner.Watch(type, options, cancellation);

    /// <inheritdoc/>
    public Task<ApiOutcome<T>> CreateAsync<T>(ResourceType<T> type, T resource, CancellationToken cancellation)
        where T : class, IResource => CountAsync(type.Kind, "create", inner.CreateAsync(type, resource, cancellation));

    /// <inheritdoc/>
    public Task<ApiOutcome<T>> ReplaceAsync<T>(ResourceType<T> type, T resource, CancellationToken cancellation)
        where T : class, IResource => CountAsync(type.Kind, "replace", inner.ReplaceAsync(type, resource, cancellation));

    /// <inheritdoc/>
    public Task<ApiOutcome<T>> ApplyAsync<T>(ResourceType<T> type, T intent, ApplyOptions options, CancellationToken cancellation)
        where T : class, IResource => CountAsync(type.Kind, "apply", inner.ApplyAsync(type, intent, options, cancellation));

    /// <inheritdoc/>
    public Task<ApiOutcome<T>> ApplyStatusAsync<T>(ResourceType<T> type, T intent, ApplyOptions options, CancellationToken cancellation)
        where T : class, IResource => CountAsync(type.Kind, "apply_status", inner.ApplyStatusAsync(type, intent, options, cancellation));

    /// <inheritdoc/>
    public Task<ApiOutcome<T>> PatchAsync<T>(ResourceType<T> type, ResourceKey key, ResourcePatch patch, CancellationToken cancellation)
        where T : class, IResource => CountAsync(type.Kind, "patch", inner.PatchAsync(type, key, patch, cancellation));

    /// <inheritdoc/>
    public Task<ApiOutcome<Deletion>> DeleteAsync<T>(ResourceType<T> type, ResourceKey key, DeleteOptions options, CancellationToken cancellation)
        where T : class, IResource => CountAsync(type.Kind, "delete", inner.DeleteAsync(type, key, options, cancellation));

    private async Task<ApiOutcome<T>> CountAsync<T>(string kind, string verb, Task<ApiOutcome<T>> write)
        where T : class
    {
        var outcome = await write.ConfigureAwait(false);
        metrics.ApiWriteEnded(kind, verb, outcome.Failure is null ? "success" : "error");
        return outcome;
    }
}
