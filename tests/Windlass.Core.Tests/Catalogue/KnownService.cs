using System.Collections.Immutable;

namespace Windlass.Core.Tests.Catalogue;

/// <summary>What is known of a service beside the catalogue: from Debian's packages, the shell upgrader's list and upstream's guides.</summary>
/// <param name="Name">Component.</param>
/// <param name="User">Account that Debian's maintainer scripts run its tools as; empty where it has none.</param>
/// <param name="Port">Port of its API; 0 where it has none that speaks plain HTTP.</param>
/// <param name="Backend">Backend; empty where it is not behind HAProxy.</param>
/// <param name="IsCold">Upstream wants everything of it stopped before its schema moves, or documents nothing else.</param>
internal sealed record KnownService(string Name, string User, int Port, string Backend, bool IsCold = false)
{
    /// <summary>Components that must be finished before, by upstream's guides.</summary>
    public ImmutableArray<string> After { get; init; } = ["keystone"];

    /// <summary>Roles of the nodes that run it besides those that serve its API.</summary>
    public ImmutableArray<string> Satellites { get; init; } = [];

    /// <summary>Its own check of an upgrade looks at more than the format of a policy file.</summary>
    public bool HasCheck { get; init; }

    /// <summary>Rows are rewritten in batches after the run.</summary>
    public bool HasOnlineMigrations { get; init; }

    /// <summary>Its daemons agree on a version when they start.</summary>
    public bool RestartsLast { get; init; }

    /// <summary>Daemons, in the documented order of starting; nothing where there is one only.</summary>
    public ImmutableArray<string> StartOrder { get; init; } = [];

    public bool HasSchema => User.Length > 0;
}
