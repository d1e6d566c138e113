using Windlass.Core.Api.Meta;

namespace Windlass.Kubernetes.Api;

/// <summary>One frame of a watch. Closed: every case is nested here.</summary>
public abstract record WatchEvent<T>
    where T : class, IResource
{
    private WatchEvent()
    {
    }

    /// <summary>The object was made or changed.</summary>
    public sealed record Applied(T Object) : WatchEvent<T>;

    /// <summary>The object is gone; this was its last state.</summary>
    public sealed record Deleted(T Object) : WatchEvent<T>;

    /// <summary>Nothing of interest changed up to this version.</summary>
    public sealed record Bookmark(string ResourceVersion) : WatchEvent<T>;

    /// <summary>The watch cannot go on; always the last event.</summary>
    public sealed record Failed(ApiFailure Failure) : WatchEvent<T>;
}
