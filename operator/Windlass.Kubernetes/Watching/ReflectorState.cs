namespace Windlass.Kubernetes.Watching;

/// <summary>Where a store stands in following the server. Closed: every case is nested here.</summary>
internal abstract record ReflectorState
{
    private ReflectorState()
    {
    }

    /// <summary>A whole list is needed, at least as new as the version: <c>0</c> whatever the server has cached, empty the newest.</summary>
    public sealed record Listing(string ResourceVersion) : ReflectorState;

    /// <summary>Everything up to the version is known; changes after it are wanted.</summary>
    public sealed record Watching(string ResourceVersion) : ReflectorState;

    /// <summary>Something went wrong: wait, then go on with <paramref name="Next"/>.</summary>
    public sealed record Waiting(ReflectorState Next, string Reason) : ReflectorState;
}
