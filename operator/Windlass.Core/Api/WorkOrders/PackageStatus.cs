using System.ComponentModel;

namespace Windlass.Core.Api.WorkOrders;

/// <summary>One binary package of a component on one node.</summary>
public sealed record PackageStatus
{
    /// <summary>Binary package.</summary>
    [Description("Binary package.")]
    public required string Name { get; init; }

    /// <summary>Installed version.</summary>
    [Description("Installed version; empty: the release brings it as a new one.")]
    public string Version { get; init => field = value ?? ""; } = "";

    /// <summary>Version to reach.</summary>
    [Description("Version that the target release has for this node; empty: not known (the check TargetResolves was skipped, and the node's APT source is not switched).")]
    public string Target { get; init => field = value ?? ""; } = "";
}
