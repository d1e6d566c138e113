namespace Windlass.Core.Api.Upgrades;

/// <summary>Whether nodes of a role may be rebooted at the end.</summary>
public enum RebootPolicy
{
    /// <summary>No node is rebooted.</summary>
    Never,

    /// <summary>Once, and drained, where the node asks for it: /run/reboot-required exists, or a newer kernel than the running one is installed.</summary>
    IfRequired,
}
