using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;

namespace Windlass.Operator.Hosting;

/// <summary>An API to which nothing is written once our lease may be another's: a process that slept would write what was right before. Reads go through as they are.</summary>
/// <param name="inner">The API.</param>
/// <param name="isHeld">By our own clock nobody may have taken over yet; asked before each write.</param>
internal sealed class HeldClusterApi(IClusterApi inner, Func<bool> isHeld) : IClusterApi
{
    private static readonly ApiFailure NotHeld = new ApiFailure.Unavailable("not written: this replica does not hold its lease any more");

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
        where T : class, IResource => WriteAsync(() => inner.CreateAsync(type, resource, cancellation));

    /// <inheritdoc/>
    public Task<ApiOutcome<T>> ReplaceAsync<T>(ResourceType<T> type, T resource, CancellationToken cancellation)
        where T : class, IResource => WriteAsync(() => inner.ReplaceAsync(type, resource, cancellation));

    /// <inheritdoc/>
    public Task<ApiOutcome<T>> ApplyAsync<T>(ResourceType<T> type, T intent, ApplyOptions options, CancellationToken cancellation)
        where T : class, IResource => WriteAsync(() => inner.ApplyAsync(type, intent, options, cancellation));

    /// <inheritdoc/>
    public Task<ApiOutcome<T>> ApplyStatusAsync<T>(ResourceType<T> type, T intent, ApplyOptions options, CancellationToken cancellation)
        where T : class, IResource => WriteAsync(() => inner.ApplyStatusAsync(type, intent, options, cancellation));

    /// <inheritdoc/>
    public Task<ApiOutcome<T>> PatchAsync<T>(ResourceType<T> type, ResourceKey key, ResourcePatch patch, CancellationToken cancellation)
        where T : class, IResource => WriteAsync(() => inner.PatchAsync(type, key, patch, cancellation));

    /// <inheritdoc/>
    public Task<ApiOutcome<Deletion>> DeleteAsync<T>(ResourceType<T> type, ResourceKey key, DeleteOptions options, CancellationToken cancellation)
        where T : class, IResource => WriteAsync(() => inner.DeleteAsync(type, key, options, cancellation));

    private Task<ApiOutcome<T>> WriteAsync<T>(Func<Task<ApiOutcome<T>>> write)
        where T : class => isHeld() ? write() : Task.FromResult<ApiOutcome<T>>(NotHeld);
}
