namespace Windlass.Core.LoadBalancing;

/// <summary>A server inside a backend, as HAProxy addresses it: <c>backend/server</c>.</summary>
/// <param name="Backend">Backend name.</param>
/// <param name="Server">Server name inside the backend.</param>
public readonly record struct ServerRef(string Backend, string Server)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Backend}/{Server}";
}
