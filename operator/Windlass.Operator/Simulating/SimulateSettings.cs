using Windlass.Operator.Previewing;

namespace Windlass.Operator.Simulating;

/// <summary>What to simulate.</summary>
internal sealed record SimulateSettings : ManifestSource
{
    /// <summary>Nodes of a cloud that is made up; null: another of the two, or the manifests' own.</summary>
    public int? Nodes { get; init; }

    /// <summary>Nodes by role of a cloud that is made up, as written; null: see <see cref="Nodes"/>.</summary>
    public string? Cluster { get; init; }

    /// <summary>Failure domains of a cloud that is made up.</summary>
    public int Racks { get; init; } = 3;

    /// <summary>Release that is installed; null: the first known one that the target may follow.</summary>
    public string? From { get; init; }

    /// <summary>File with what steps take; null: typical times.</summary>
    public string? DurationsFile { get; init; }

    /// <summary>When the run begins; null: now.</summary>
    public DateTimeOffset? Start { get; init; }
}
