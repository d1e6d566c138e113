namespace Windlass.Core.LoadBalancing;

/// <summary>May a server leave rotation now? Closed: <see cref="Allowed"/> or <see cref="Refused"/>.</summary>
public abstract record FloorVerdict
{
    private FloorVerdict()
    {
    }

    /// <summary>On every instance enough others stay in rotation.</summary>
    public sealed record Allowed : FloorVerdict;

    /// <summary>Not now.</summary>
    /// <param name="Reason">
    /// CamelCase, one of <c>NoInstance</c>, <c>InstanceUnreadable</c>, <c>BackendMissing</c>, <c>ServerMissing</c>, <c>TooFewHealthyServers</c>.
    /// </param>
    /// <param name="Message">A sentence for people: backend, instance, and what is missing.</param>
    public sealed record Refused(string Reason, string Message) : FloorVerdict;
}
