using Windlass.Core.Api.Meta;

namespace Windlass.Kubernetes.Api;

/// <summary>
/// A Kubernetes-style API. Every expected failure is a value; the only exception is <see cref="OperationCanceledException"/>, thrown when the
/// caller's token was cancelled. Safe for concurrent use.
/// </summary>
public interface IClusterApi
{
    /// <summary>Reads one object from the server, not from a cache.</summary>
    Task<ApiOutcome<T>> GetAsync<T>(ResourceType<T> type, ResourceKey key, CancellationToken cancellation)
        where T : class, IResource;

    /// <summary>Reads all objects, page by page; when a page has expired, once more without pages.</summary>
    Task<ApiOutcome<ResourceList<T>>> ListAsync<T>(ResourceType<T> type, ListOptions options, CancellationToken cancellation)
        where T : class, IResource;

    /// <summary>
    /// Changes after a version. Ends when the server ends it (a normal thing, every few minutes), after <see cref="WatchEvent{T}.Failed"/>,
    /// or with the token. Not retried in here: <see cref="Watching.ResourceStore{T}"/> does that.
    /// </summary>
    IAsyncEnumerable<WatchEvent<T>> Watch<T>(ResourceType<T> type, WatchOptions options, CancellationToken cancellation)
        where T : class, IResource;

    /// <summary>Makes a new object.</summary>
    Task<ApiOutcome<T>> CreateAsync<T>(ResourceType<T> type, T resource, CancellationToken cancellation)
        where T : class, IResource;

    /// <summary>Replaces an object (PUT). With a resource version in its metadata, only that version is replaced.</summary>
    Task<ApiOutcome<T>> ReplaceAsync<T>(ResourceType<T> type, T resource, CancellationToken cancellation)
        where T : class, IResource;

    /// <summary>
    /// Server-side apply of the full intent of one manager: identity, labels, annotations, finalizers, owners and everything but the status
    /// is sent; what this manager applied before and no longer wants is removed. An intent without uid makes the object when it is absent; with a
    /// uid it is <see cref="ApiFailure.Conflict"/> when the object is absent, and <see cref="ApiFailure.Invalid"/> (the uid is immutable) when a
    /// namesake stands there now.
    /// </summary>
    Task<ApiOutcome<T>> ApplyAsync<T>(ResourceType<T> type, T intent, ApplyOptions options, CancellationToken cancellation)
        where T : class, IResource;

    /// <summary>
    /// Server-side apply of the status alone, to whichever object has the name now: servers do not compare the uid here. Of versions only the one
    /// in <paramref name="options"/> counts; an absent object is <see cref="ApiFailure.NotFound"/>.
    /// </summary>
    Task<ApiOutcome<T>> ApplyStatusAsync<T>(ResourceType<T> type, T intent, ApplyOptions options, CancellationToken cancellation)
        where T : class, IResource;

    /// <summary>Changes part of an object.</summary>
    Task<ApiOutcome<T>> PatchAsync<T>(ResourceType<T> type, ResourceKey key, ResourcePatch patch, CancellationToken cancellation)
        where T : class, IResource;

    /// <summary>Deletes an object; it may live on until its finalizers are removed.</summary>
    Task<ApiOutcome<Deletion>> DeleteAsync<T>(ResourceType<T> type, ResourceKey key, DeleteOptions options, CancellationToken cancellation)
        where T : class, IResource;
}
