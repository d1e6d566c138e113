namespace Windlass.Kubernetes.Api;

/// <summary>Where the objects of a kind live.</summary>
public enum ResourceScope
{
    /// <summary>In a namespace.</summary>
    Namespaced,

    /// <summary>Once per cluster.</summary>
    Cluster,
}
