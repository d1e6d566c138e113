namespace Windlass.Core.Api.Upgrades;

/// <summary>Who says that an upgrade may begin.</summary>
public enum ApprovalMode
{
    /// <summary>It begins when its checks have passed.</summary>
    Automatic,

    /// <summary>A person reads the plan and names its hash.</summary>
    Manual,
}
