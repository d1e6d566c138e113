namespace Windlass.ControlPlane.Discovery;

/// <summary>The OpenAPI documents that kubectl validates with and explains from.</summary>
internal sealed class OpenApiDocuments
{
    /// <summary>Null when the path is none of theirs.</summary>
    public CachedDocument? Find(string path) => null;
}
