namespace Windlass.Kubernetes.Api;

/// <summary>What server-side apply does with a differing field that another manager owns.</summary>
public enum FieldOwnership
{
    /// <summary>Take it over (<c>force=true</c>).</summary>
    Take,

    /// <summary>Fail with <see cref="ApiFailure.Conflict"/>.</summary>
    Respect,
}
