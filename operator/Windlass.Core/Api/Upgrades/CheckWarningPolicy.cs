namespace Windlass.Core.Api.Upgrades;

/// <summary>What a warning of the target's own upgrade checks does.</summary>
public enum CheckWarningPolicy
{
    /// <summary>It is shown.</summary>
    Continue,

    /// <summary>The run does not begin until it is gone, or a person has accepted it.</summary>
    Fail,
}
