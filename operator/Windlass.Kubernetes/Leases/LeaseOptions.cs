using System.Collections.Immutable;
using Windlass.Kubernetes.Api;

namespace Windlass.Kubernetes.Leases;

/// <summary>Which lease, who we are, and the times. Must hold: duration &gt; renew deadline &gt; retry period × 1.2.</summary>
public sealed record LeaseOptions
{
    /// <summary>The lease object.</summary>
    public required ResourceKey Key { get; init; }

    /// <summary>Our name in it; default host name, underscore, random: unique per process.</summary>
    public string Identity { get; init; } = $"{Environment.MachineName}_{Guid.NewGuid()}";

    /// <summary>Others may take the lease when it has not changed for so long; default 15 s, whole seconds.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>We give up leadership when no renewal succeeded for so long; default 10 s.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between two tries; default 2 s. Those who wait for the lease add up to half of it at random.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Ends when the lease object has changed after the call, or with the token; null (default): nobody watches it, those who wait poll alone.</summary>
    public Func<CancellationToken, Task>? Changed { get; init; }

    /// <summary>Labels that are set when the lease is taken; null (default): none. Others stay.</summary>
    public ImmutableDictionary<string, string>? Labels { get; init; }
}
