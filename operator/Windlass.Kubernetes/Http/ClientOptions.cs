namespace Windlass.Kubernetes.Http;

/// <summary>How the client behaves towards any server.</summary>
public sealed record ClientOptions
{
    /// <summary>Sent as User-Agent; servers sort requests by it. <c>name/version (os/arch) component</c>.</summary>
    public string UserAgent { get; init; } = "windlass";

    /// <summary>For one operation with all its retries; default 30 s. Watches have their own.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests under way at once, watches not counted; default 8. The server's own fairness does the rest.</summary>
    public int Concurrency { get; init; } = 8;
}
