using System.Text.Json.Serialization;

namespace Windlass.Kubernetes.Wire;

/// <summary>Content of a <see cref="Lease"/>; every field may be null in what others wrote.</summary>
public sealed record LeaseSpec
{
    /// <summary>Who holds it; null or empty when nobody does.</summary>
    public string? HolderIdentity { get; init; }

    /// <summary>Seconds after the last observed change at which others may take it.</summary>
    public int? LeaseDurationSeconds { get; init; }

    /// <summary>When the holder got it, by the holder's clock.</summary>
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? AcquireTime { get; init; }

    /// <summary>When the holder renewed it last, by the holder's clock.</summary>
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? RenewTime { get; init; }

    /// <summary>Grows with every take-over.</summary>
    public int? LeaseTransitions { get; init; }
}
