namespace Windlass.Core.Api.Upgrades;

/// <summary>What becomes of packages that only the old release needed.</summary>
public enum AutoremovePolicy
{
    /// <summary>They stay installed.</summary>
    Never,

    /// <summary>
    /// Each node removes, when all else is done, what APT itself would remove now and would not have removed before the upgrade, but for what
    /// a running program has mapped or was started from, or an active unit belongs to. Modules that an interpreter has read are not seen.
    /// </summary>
    AtEnd,
}
