using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Upgrades;

/// <summary>What the target's own upgrade checks, run before the first change, may hold up.</summary>
public sealed record UpgradeCheckPolicy
{
    /// <summary>What a warning does.</summary>
    [Description("What a warning (exit 1) does. Continue: it is shown, as upstream means it. Fail: the run does not begin until it is gone or accepted.")]
    public CheckWarningPolicy OnWarning { get; init; } = CheckWarningPolicy.Continue;

    /// <summary>Components whose check is passed over.</summary>
    [Description("Components whose check a person has read and passes over, whatever it said before the first change; named in the condition PreflightPassed. The check after the schema has moved still stops the component.")]
    [Items(100, IsSet = true), Pattern(PatternAttribute.ObjectName)]
    public ImmutableArray<string> Accept { get; init => field = value.OrEmpty(); } = [];
}
