using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Page;

namespace Windlass.Operator.Tests.Page;

/// <summary>An API server that is asked what one may do, and nothing else.</summary>
internal sealed class AskedApi(Func<AccessDeed, ApiOutcome<AccessReview>> answer) : IClusterApi
{
    public static ApiOutcome<AccessReview> Says(bool isAllowed) =>
        new AccessReview { Spec = new AccessQuestion(new AccessDeed("", "", "", "")), Status = new AccessAnswer(isAllowed, null) };

    public Task<ApiOutcome<T>> CreateAsync<T>(ResourceType<T> type, T resource, CancellationToken cancellation)
        where T : class, IResource => Task.FromResult((ApiOutcome<T>)(object)answer(((AccessReview)(object)resource).Spec.ResourceAttributes));

    public Task<ApiOutcome<T>> GetAsync<T>(ResourceType<T> type, ResourceKey key, CancellationToken cancellation)
        where T : class, IResource => throw new NotSupportedException();

    public Task<ApiOutcome<ResourceList<T>>> ListAsync<T>(ResourceType<T> type, ListOptions options, CancellationToken cancellation)
        where T : class, IResource => throw new NotSupportedException();

    public IAsyncEnumerable<WatchEvent<T>> Watch<T>(ResourceType<T> type, WatchOptions options, CancellationToken cancellation)
        where T : class, IResource => throw new NotSupportedException();

    public Task<ApiOutcome<T>> ReplaceAsync<T>(ResourceType<T> type, T resource, CancellationToken cancellation)
        where T : class, IResource => throw new NotSupportedException();

    public Task<ApiOutcome<T>> ApplyAsync<T>(ResourceType<T> type, T intent, ApplyOptions options, CancellationToken cancellation)
        where T : class, IResource => throw new NotSupportedException();

    public Task<ApiOutcome<T>> ApplyStatusAsync<T>(ResourceType<T> type, T intent, ApplyOptions options, CancellationToken cancellation)
        where T : class, IResource => throw new NotSupportedException();

    public Task<ApiOutcome<T>> PatchAsync<T>(ResourceType<T> type, ResourceKey key, ResourcePatch patch, CancellationToken cancellation)
        where T : class, IResource => throw new NotSupportedException();

    public Task<ApiOutcome<Deletion>> DeleteAsync<T>(ResourceType<T> type, ResourceKey key, DeleteOptions options, CancellationToken cancellation)
        where T : class, IResource => throw new NotSupportedException();
}
