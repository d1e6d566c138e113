using System.Collections.Immutable;

namespace Windlass.Testing.KubeServers;

/// <summary>What a real server has beside an administrator.</summary>
public sealed record KubeServerSettings
{
    /// <summary>
    /// Users in groups as a ServiceAccount's token says them, e.g. <c>system:serviceaccount:windlass-system:windlass</c>: RBAC knows a
    /// ServiceAccount by this name only. Everything that they ask for is in <see cref="KubeServer.AuditLog"/>.
    /// </summary>
    public ImmutableArray<ServiceAccountName> Accounts { get; init; } = [];

    /// <summary>Other users, by name alone; what they ask for is in the log as well.</summary>
    public ImmutableArray<string> People { get; init; } = [];
}
