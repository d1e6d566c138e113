using System.ComponentModel;

namespace Windlass.Core.Api.Plans;

/// <summary>What happens to one package.</summary>
public sealed record PlannedPackage
{
    /// <summary>Binary package.</summary>
    [Description("Binary package.")]
    public required string Name { get; init; }

    /// <summary>Installed version.</summary>
    [Description("Installed version; empty: the release brings it as a new one.")]
    public string From { get; init => field = value ?? ""; } = "";

    /// <summary>Version it will have.</summary>
    [Description("Version it will have; empty: not known, as the check TargetResolves was skipped.")]
    public string To { get; init => field = value ?? ""; } = "";

    /// <summary>What the release promises.</summary>
    [Description("Range of versions by which the target release is recognised; empty: this package does not tell it.")]
    public string Expected { get; init => field = value ?? ""; } = "";
}
