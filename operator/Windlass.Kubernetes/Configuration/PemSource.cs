namespace Windlass.Kubernetes.Configuration;

/// <summary>Where PEM text comes from. Closed: every case is nested here.</summary>
public abstract record PemSource
{
    private PemSource()
    {
    }

    /// <summary>Given in place; never changes.</summary>
    public sealed record Inline(Secret Pem) : PemSource;

    /// <summary>In a file, which may be replaced at any time (rotation).</summary>
    public sealed record InFile(string Path) : PemSource;
}
