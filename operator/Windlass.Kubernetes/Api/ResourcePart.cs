namespace Windlass.Kubernetes.Api;

/// <summary>Which endpoint of an object is written.</summary>
public enum ResourcePart
{
    /// <summary>The object without its status.</summary>
    Whole,

    /// <summary>The <c>/status</c> subresource.</summary>
    Status,
}
